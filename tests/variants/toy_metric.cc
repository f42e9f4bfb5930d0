/// A metric and a protocol that only the test of variants knows.
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/protocol.h>

namespace lingan::metrics {

MetricCard toy_metric_card() {
  return {.name = "toy",
          .summary = "a metric to play with",
          .paper = "none",
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kHypotheses,
          .value = [](EvaluationCounts& counts, int) {
            return static_cast<double>(counts.sentences().hypotheses.size());
          }};
}

Protocol toy_protocol_card() {
  return {.name = "toy", .summary = "a protocol to play with", .paper = "none", .hypotheses = 1};
}

}  // namespace lingan::metrics
