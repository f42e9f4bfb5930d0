#include <lingan/metrics/yardsticks/yardsticks.h>

#include <lingan/metrics/yardsticks/anchors.h>
#include <lingan/metrics/yardsticks/generalization_gap.h>
#include <lingan/metrics/yardsticks/intervals.h>

namespace lingan::metrics {

std::vector<MetricValue> evaluate_with(const Yardsticks& yardsticks,
                                       const EvaluationSentences& sentences,
                                       const EvaluationOptions& options) {
  const auto metrics = wanted_metrics(sentences, options);
  EvaluationCounts counts(sentences, options, longest_order(metrics));
  std::vector<MetricValue> values = evaluate(metrics, counts);
  if (yardsticks.intervals) add_intervals(metrics, counts, options, values);
  if (yardsticks.anchors) add_anchors(sentences, options, values);
  if (yardsticks.gaps) add_gaps(sentences, options, values);
  return values;
}

}  // namespace lingan::metrics
