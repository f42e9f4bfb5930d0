/// Text scored by the grammar that it should follow.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/grammar/grammar.h>
#include <lingan/grammar/inside_algorithm.h>
#include <lingan/grammar/viterbi_parser.h>

namespace lingan {

/// What a set of sentences is worth under a grammar.
struct GrammarReport {
  int64_t sentences = 0;
  int64_t too_long = 0;     ///< sentences of more than kMaxParseLength terminals, not scored
  int64_t grammatical = 0;  ///< sentences that the grammar derives
  double mean_nll = 0.0;   ///< mean of -log probability (nats) of the grammatical ones; NaN if none
  int64_t rules = 0;       ///< rules of the grammar
  int64_t rules_used = 0;  ///< rules in the most probable derivations of the grammatical ones

  /// Grammatical sentences per scored sentence, in [0, 1]; NaN without any.
  double share_grammatical() const;
  /// Rules used per rule, in [0, 1].
  double rule_coverage() const;
};

/// Counts sentences in, batch by batch.
/// Runs on the threads of parallel_for; the result does not depend on their number.
class GrammarScorer {
 public:
  /// @param grammar  must outlive the scorer.
  explicit GrammarScorer(const Grammar& grammar);

  /// Counts sentences in and returns each one's natural-log probability, -infinity for those that
  /// the grammar cannot derive, NaN for those that are too long to be scored.
  std::vector<double> add(const std::vector<std::string>& sentences);

  GrammarReport report() const;

 private:
  InsideScorer inside_;
  ViterbiParser viterbi_;
  std::vector<bool> used_;  ///< [rules]
  GrammarReport report_;
  double nll_sum_ = 0.0;
};

}  // namespace lingan
