/// Exact samples of a grammar.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/base/random.h>
#include <lingan/grammar/grammar.h>

namespace lingan {

/// Draws sentences; each is a function of (seed, row) alone. Immutable.
class GrammarSampler {
 public:
  /// @param grammar     must outlive the sampler.
  /// @param max_length  maximum number of terminals of a sentence; longer ones are drawn again, so
  /// that sentences follow the grammar's distribution given length <= max_length. 0: no limit.
  /// @throws UsageError if no sentence is that short.
  GrammarSampler(const Grammar& grammar, uint64_t seed, int32_t max_length = 0);

  /// The terminals of sentence `row`, as indexes into Grammar::terminals.
  /// @throws UsageError if 100,000 draws in a row are longer than max_length; NumericError if one
  /// derivation takes more than 16 million steps.
  std::vector<int32_t> terminals(uint64_t row) const;

  /// The text of sentence `row`.
  std::string sentence(uint64_t row) const;

 private:
  bool draw(uint64_t row, uint32_t& position, std::vector<int32_t>& out) const;
  const GrammarRule& choose(int32_t left, double uniform) const;

  const Grammar& grammar_;
  RandomStream stream_;
  int32_t max_length_;
  std::vector<double> cumulative_;  ///< [rules], within each left side
};

/// Text of terminals, with the grammar's `join` between them.
std::string join_terminals(const Grammar& grammar, const std::vector<int32_t>& terminals);

}  // namespace lingan
