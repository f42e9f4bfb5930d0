/// The most probable derivation of a text under a grammar.
#pragma once

#include <string_view>
#include <vector>

#include <lingan/grammar/binary_grammar.h>
#include <lingan/grammar/grammar.h>
#include <lingan/grammar/grammar_lattice.h>

namespace lingan {

/// A derivation: its probability and the rules that it applies.
struct Derivation {
  double log_probability = 0.0;  ///< -infinity if there is none
  std::vector<int32_t> rules;    ///< into Grammar::rules, one entry for each application
};

/// The Viterbi algorithm on the chart of the inside algorithm. Immutable.
class ViterbiParser {
 public:
  /// @param grammar  must outlive the parser.
  explicit ViterbiParser(const Grammar& grammar);

  /// The most probable derivation over all segmentations; ties go to the one found first.
  /// @throws InputError if the text has more than kMaxParseLength terminals.
  Derivation parse(std::string_view text) const;

 private:
  friend class ViterbiChart;

  /// The best derivation of the empty text from a symbol.
  struct EmptyBest {
    double log_probability;
    int32_t source;       ///< rule of the grammar, -1 for the tail of a long rule
    int32_t children[2];  ///< -1 where there is none
  };

  void find_empty();
  bool improve_empty(int32_t symbol, const EmptyBest& candidate);

  TerminalMatcher matcher_;
  BinaryGrammar rules_;
  std::vector<double> log_rule_;  ///< [rules of the grammar]
  std::vector<EmptyBest> empty_;  ///< [symbols]
};

}  // namespace lingan
