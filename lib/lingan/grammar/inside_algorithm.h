/// The exact probability of a text under a grammar.
#pragma once

#include <string_view>

#include <lingan/grammar/binary_grammar.h>
#include <lingan/grammar/grammar.h>
#include <lingan/grammar/grammar_lattice.h>

namespace lingan {

/// Maximum number of terminals of a text that is parsed; time grows with the cube.
inline constexpr int32_t kMaxParseLength = 500;

/// The inside algorithm: sums over all derivations, and over all segmentations of text without
/// spaces. Empty and unit rules, cycles of them too, count exactly.
/// Source: Baker 1979, "Trainable grammars for speech recognition"; Lari and Young 1990.
/// Immutable; may be used from several threads.
class InsideScorer {
 public:
  /// @param grammar  must outlive the scorer.
  explicit InsideScorer(const Grammar& grammar);

  /// The natural logarithm of the probability of a text; -infinity for what the grammar cannot
  /// derive.
  /// @throws InputError if the text has more than kMaxParseLength terminals.
  double log_probability(std::string_view text) const;

 private:
  TerminalMatcher matcher_;
  BinaryGrammar rules_;
};

/// Throws InputError if a lattice has more than kMaxParseLength terminals in a row.
void check_parse_length(const Lattice& lattice);

}  // namespace lingan
