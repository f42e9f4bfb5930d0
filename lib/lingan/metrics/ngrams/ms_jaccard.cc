#include <lingan/metrics/ngrams/ms_jaccard.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/ngram_counter.h>
#include <lingan/metrics/ngram_matches.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {
namespace {

double jaccard(std::span<const NgramCount> counts, double hypotheses, double references) {
  double both = 0;
  double either = 0;
  for (const NgramCount& count : counts) {
    const double ours = count.first / hypotheses;
    const double theirs = count.second / references;
    both += std::min(ours, theirs);
    either += std::max(ours, theirs);
  }
  return both / either;
}

}  // namespace

double ms_jaccard(const SentenceList& hypotheses, const SentenceList& references, int order) {
  if (order < 1 || order > kMaxOrder) {
    throw UsageError(fmt::format("ms-jaccard-{} is out of range; use 1 to 8", order));
  }
  NgramCounter counter(hypotheses, references);
  double product = 1;
  for (int n = 1; n <= order; ++n) {
    const auto counts = counter.next_order();
    if (counts.empty()) throw no_ngrams(n);
    product *= jaccard(counts, static_cast<double>(hypotheses.size()),
                       static_cast<double>(references.size()));
  }
  return std::pow(product, 1.0 / order);
}

MetricCard ms_jaccard_card() {
  return {.name = "ms-jaccard",
          .summary = "likeness of n-gram frequencies to the references', orders 1 to N, 0..1",
          .paper = "Montahaei et al. 2019",
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kReferences,
          .first_order = 2,
          .value =
              [](EvaluationCounts& counts, int order) {
                return ms_jaccard(counts.sentences().hypotheses, counts.reference_sentences(),
                                  order);
              },
          .settings = [](EvaluationCounts&) { return std::string("mean:geometric|"); }};
}

}  // namespace lingan::metrics
