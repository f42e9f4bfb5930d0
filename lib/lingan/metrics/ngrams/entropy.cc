#include <lingan/metrics/ngrams/entropy.h>

#include <algorithm>
#include <cmath>

#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/ngram_counter.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {

double ngram_entropy(const SentenceList& sentences, int order) {
  NgramCounter counter(sentences);
  const auto counts = counter.of_order(order);
  if (counts.empty()) throw no_ngrams(order);
  const auto total = static_cast<double>(total_ngrams(sentences, order));
  double entropy = 0;
  for (const NgramCount& count : counts) {
    const double share = count.first / total;
    entropy -= share * std::log(share);
  }
  return std::max(0.0, entropy);
}

MetricCard entropy_card() {
  return {.name = "entropy",
          .summary = "entropy of the n-grams of all hypotheses, in nats",
          .paper = "Zhang et al. 2018, Ent-n",
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kHypotheses,
          .first_order = 1,
          .value = [](EvaluationCounts& counts, int order) {
            return ngram_entropy(counts.sentences().hypotheses, order);
          }};
}

}  // namespace lingan::metrics
