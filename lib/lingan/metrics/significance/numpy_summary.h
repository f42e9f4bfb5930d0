/// Means and p-values in the order of additions of NumPy and sacreBLEU, in single or double
/// precision.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

namespace lingan::metrics {

/// The sum as NumPy adds: pairwise, in blocks of at most 128 numbers that eight accumulators share.
template <typename Number>
Number pairwise_sum(std::span<const Number> numbers) {
  const size_t size = numbers.size();
  if (size > 128) {
    const size_t half = size / 2 - size / 2 % 8;
    return pairwise_sum(numbers.first(half)) + pairwise_sum(numbers.subspan(half));
  }
  Number sum = 0;
  size_t at = 0;
  if (size >= 8) {
    Number r[8];
    for (; at < 8; ++at) r[at] = numbers[at];
    for (; at < size - size % 8; ++at) r[at % 8] += numbers[at];
    sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
  }
  for (; at < size; ++at) sum += numbers[at];
  return sum;
}

template <typename Number>
Number mean(std::span<const Number> numbers) {
  return pairwise_sum(numbers) / static_cast<Number>(numbers.size());
}

/// Mean of resampled scores, and half the width of the interval that holds 95 % of them.
struct Spread {
  double mean;
  double interval;
};

/// sacreBLEU's estimate_ci.
template <typename Number>
Spread spread_of(std::vector<Number> scores) {
  std::ranges::sort(scores);
  const size_t cut = scores.size() / 40;
  const Number width = scores[scores.size() - cut - 1] - scores[cut];
  return {mean<Number>(scores), static_cast<Number>(0.5) * width};
}

/// (1 + how many are greater than the real difference) / (1 + how many there are)
template <typename Number>
double p_value(std::span<const Number> statistics, double difference) {
  const auto real = static_cast<Number>(difference);
  const auto greater = std::ranges::count_if(statistics, [real](Number s) { return s > real; });
  return static_cast<double>(greater + 1) / static_cast<double>(statistics.size() + 1);
}

/// p of sacreBLEU's paired bootstrap: differences are compared after their mean was taken off.
template <typename Number>
double bootstrap_p_value(std::span<const Number> a, std::span<const Number> b, double difference) {
  std::vector<Number> statistics(a.size());
  for (size_t i = 0; i < a.size(); ++i) statistics[i] = std::abs(a[i] - b[i]);
  const Number centre = mean<Number>(statistics);
  for (Number& statistic : statistics) statistic -= centre;
  return p_value<Number>(statistics, difference);
}

}  // namespace lingan::metrics
