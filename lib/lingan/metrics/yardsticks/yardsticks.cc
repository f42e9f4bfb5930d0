#include <lingan/metrics/yardsticks/yardsticks.h>

#include <lingan/metrics/yardsticks/anchors.h>
#include <lingan/metrics/yardsticks/generalization_gap.h>
#include <lingan/metrics/yardsticks/intervals.h>

namespace lingan::metrics {

std::vector<MetricValue> evaluate_with(const Yardsticks& yardsticks,
                                       const EvaluationSentences& sentences,
                                       const EvaluationOptions& options) {
  std::vector<MetricValue> values = evaluate(sentences, options);
  if (yardsticks.intervals) add_intervals(sentences, options, values);
  if (yardsticks.anchors) add_anchors(sentences, options, values);
  if (yardsticks.gaps) add_gaps(sentences, options, values);
  return values;
}

}  // namespace lingan::metrics
