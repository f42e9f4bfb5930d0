/// How much nearer the hypotheses are to the training text than to held-out text.
#pragma once

#include <vector>

#include <lingan/metrics/evaluation.h>

namespace lingan::metrics {

/// Gives every value of a metric that compares words with references its gap: the metric with the
/// training text for references, less that with the references. Of the longer of the two as many
/// random sentences are taken as the shorter has, the same every time: most metrics rise with the
/// number of references.
/// @throws UsageError unless there are references and training text, and for a paired protocol.
void add_gaps(const EvaluationSentences& sentences, const EvaluationOptions& options,
              std::vector<MetricValue>& values);

}  // namespace lingan::metrics
