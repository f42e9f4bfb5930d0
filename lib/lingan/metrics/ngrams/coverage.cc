#include <lingan/metrics/ngrams/coverage.h>

#include <fmt/format.h>

#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/ngram_counter.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {

double ngram_coverage(const SentenceList& hypotheses, const SentenceList& references, int order) {
  NgramCounter counter(hypotheses, references);
  int64_t wanted = 0;
  int64_t covered = 0;
  for (const NgramCount& count : counter.of_order(order)) {
    wanted += count.second > 0;
    covered += count.second > 0 && count.first > 0;
  }
  if (wanted == 0) throw NoValue(fmt::format("no reference has {} tokens", order));
  return static_cast<double>(covered) / static_cast<double>(wanted);
}

MetricCard coverage_card() {
  return {.name = "coverage",
          .summary = "share of the references' different n-grams that the hypotheses have, 0..1",
          .paper = "recall of n-gram types",
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kReferences,
          .first_order = 1,
          .value = [](EvaluationCounts& counts, int order) {
            return ngram_coverage(counts.sentences().hypotheses, counts.reference_sentences(),
                                  order);
          }};
}

}  // namespace lingan::metrics
