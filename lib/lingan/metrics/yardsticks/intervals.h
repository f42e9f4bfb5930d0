/// The interval of every value.
#pragma once

#include <vector>

#include <lingan/metrics/evaluation.h>

namespace lingan::metrics {

/// Gives every value its interval, or a note why it has none: by bootstrap where the metric is a
/// function of sums over sentences (MetricCard::sums, corpus_score), else by jackknife; none where
/// the card says so (MetricCard::no_interval), and by jackknife where the protocol measures the
/// first hypotheses alone. The references stay as they are; those of a paired protocol go with
/// their hypotheses.
/// @param counts  by which evaluate() computed the values of the metrics.
void add_intervals(const std::vector<MetricName>& metrics, EvaluationCounts& counts,
                   const EvaluationOptions& options, std::vector<MetricValue>& values);

/// Adds to what there is to say about a value.
void add_note(MetricValue& value, const std::string& note);

}  // namespace lingan::metrics
