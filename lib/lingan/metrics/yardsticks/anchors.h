/// What a metric gives for real text: the ceiling of quality, and the diversity to compare with;
/// and for real text without its order: the floor.
#pragma once

#include <vector>

#include <lingan/metrics/evaluation.h>

namespace lingan::metrics {

/// The sentences that are measured in the place of one another. Of R references n are taken for
/// hypotheses, n the number of hypotheses but at most R / 2, and the rest are the references of all
/// three: so every sample has n sentences.
struct AnchorSentences {
  EvaluationSentences sample = {};    ///< n random ones of the hypotheses
  EvaluationSentences real = {};      ///< n random ones of the references
  EvaluationSentences shuffled = {};  ///< the same, of which every word has come to a random place
                                      ///< of all; lengths stay
};

/// Always the same for the same sentences. Vectors of shuffled text are not among those that were
/// given.
/// @throws UsageError unless there are two references or more and the protocol is not paired.
AnchorSentences anchor_sentences(const EvaluationSentences& sentences, const Protocol& protocol);

/// Gives every value its anchors.
/// @throws UsageError as anchor_sentences.
void add_anchors(const EvaluationSentences& sentences, const EvaluationOptions& options,
                 std::vector<MetricValue>& values);

}  // namespace lingan::metrics
