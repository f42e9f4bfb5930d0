#include <lingan/metrics/significance/seed_bootstrap.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <lingan/metrics/significance/numpy_generator.h>
#include <lingan/metrics/significance/paired_tests.h>
#include <lingan/metrics/significance/students_t.h>

namespace lingan::metrics {
namespace {

// numpy.percentile's: linear between order statistics.
double quantile(std::span<const double> sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(at);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

std::vector<double> resampled(std::span<const double> values, Statistic statistic) {
  NumpyGenerator generator(kResamplingSeed);
  std::vector<uint32_t> drawn(values.size());
  std::vector<double> sample(values.size());
  std::vector<double> statistics(kSeedResamples);
  for (double& one : statistics) {
    generator.choose(static_cast<uint32_t>(values.size()), drawn);
    std::ranges::transform(drawn, sample.begin(), [values](uint32_t i) { return values[i]; });
    one = statistic(sample);
  }
  std::ranges::sort(statistics);
  return statistics;
}

double expanded_tail(size_t count) {
  constexpr double kLeftOut = 0.05;
  const auto n = static_cast<double>(count);
  const double bound = students_t_bound(kLeftOut, n - 1) * std::sqrt(n / (n - 1));
  return std::erfc(bound / std::sqrt(2.0)) / 2;
}

Interval bootstrap_interval(std::span<const double> values, Statistic statistic) {
  const auto statistics = resampled(values, statistic);
  const double tail = expanded_tail(values.size());
  return {quantile(statistics, tail), quantile(statistics, 1 - tail)};
}

}  // namespace lingan::metrics
