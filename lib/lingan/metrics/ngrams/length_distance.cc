#include <lingan/metrics/ngrams/length_distance.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>

namespace lingan::metrics {
namespace {

std::vector<int64_t> sorted_lengths(const SentenceList& sentences) {
  if (sentences.size() == 0) throw UsageError("length distance: a list has no sentence");
  std::vector<int64_t> lengths(static_cast<size_t>(sentences.size()));
  for (int64_t i = 0; i < sentences.size(); ++i) lengths[i] = sentences.length(i);
  std::ranges::sort(lengths);
  return lengths;
}

}  // namespace

// The area between the two cumulative distributions, which are constant between lengths.
double length_distance(const SentenceList& hypotheses, const SentenceList& references) {
  const auto ours = sorted_lengths(hypotheses);
  const auto theirs = sorted_lengths(references);
  double area = 0;
  size_t i = 0;
  size_t j = 0;
  // The smallest length that has not been passed; one list may end long before the other.
  const auto next = [&] {
    if (i == ours.size()) return theirs[j];
    if (j == theirs.size()) return ours[i];
    return std::min(ours[i], theirs[j]);
  };
  while (i < ours.size() || j < theirs.size()) {
    const int64_t length = next();
    while (i < ours.size() && ours[i] == length) ++i;
    while (j < theirs.size() && theirs[j] == length) ++j;
    if (i == ours.size() && j == theirs.size()) break;
    const double above = static_cast<double>(i) / static_cast<double>(ours.size()) -
                         static_cast<double>(j) / static_cast<double>(theirs.size());
    area += std::abs(above) * static_cast<double>(next() - length);
  }
  return area;
}

MetricCard length_distance_card() {
  return {.name = "length-distance",
          .summary = "Wasserstein-1 distance of the lengths to the references', in tokens",
          .paper = "as scipy: wasserstein_distance",
          .direction = Direction::kLowerIsBetter,
          .needs = Needs::kReferences,
          .value = [](EvaluationCounts& counts, int) {
            return length_distance(counts.sentences().hypotheses, counts.reference_sentences());
          }};
}

}  // namespace lingan::metrics
