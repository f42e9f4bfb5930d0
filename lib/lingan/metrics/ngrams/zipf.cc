#include <lingan/metrics/ngrams/zipf.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/ngram_counter.h>
#include <lingan/metrics/no_value.h>

namespace lingan::metrics {

double zipf_slope(const SentenceList& sentences) {
  NgramCounter counter(sentences);
  std::vector<uint32_t> frequencies;
  for (const NgramCount& count : counter.of_order(1)) frequencies.push_back(count.first);
  if (frequencies.size() < 2) throw NoValue("a slope needs at least two different tokens");
  std::ranges::sort(frequencies, std::greater<>());
  const auto words = static_cast<double>(frequencies.size());
  double mean_x = 0;
  double mean_y = 0;
  for (size_t i = 0; i < frequencies.size(); ++i) {
    mean_x += std::log(static_cast<double>(i + 1)) / words;
    mean_y += std::log(static_cast<double>(frequencies[i])) / words;
  }
  double products = 0;
  double squares = 0;
  for (size_t i = 0; i < frequencies.size(); ++i) {
    const double x = std::log(static_cast<double>(i + 1)) - mean_x;
    products += x * (std::log(static_cast<double>(frequencies[i])) - mean_y);
    squares += x * x;
  }
  return products / squares;
}

MetricCard zipf_card() {
  return {.name = "zipf",
          .summary = "slope of log frequency on log rank of the words; compare with real text",
          .paper = "Zipf 1935; Holtzman et al. 2020",
          .direction = Direction::kNeither,
          .needs = Needs::kHypotheses,
          .value = [](EvaluationCounts& counts, int) {
            return zipf_slope(counts.sentences().hypotheses);
          }};
}

}  // namespace lingan::metrics
