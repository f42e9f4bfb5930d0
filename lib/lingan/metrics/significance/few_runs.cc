#include <lingan/metrics/significance/few_runs.h>

#include <algorithm>
#include <vector>

#include <lingan/metrics/significance/mean_deviation.h>

namespace lingan::metrics {

double interquartile_mean(std::span<const double> values) {
  std::vector<double> sorted(values.begin(), values.end());
  std::ranges::sort(sorted);
  const size_t cut = sorted.size() / 4;
  return mean_deviation(std::span(sorted).subspan(cut, sorted.size() - 2 * cut)).mean;
}

double probability_of_improvement(std::span<const double> a, std::span<const double> b) {
  double above = 0;
  for (const double one : a) {
    for (const double other : b) above += one > other ? 1.0 : one == other ? 0.5 : 0.0;
  }
  return above / static_cast<double>(a.size() * b.size());
}

double paired_effect_size(std::span<const double> differences) {
  const MeanDeviation all = mean_deviation(differences);
  return all.mean == 0 ? 0 : all.mean / all.deviation;
}

}  // namespace lingan::metrics
