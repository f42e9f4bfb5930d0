#include <lingan/metrics/significance/mean_deviation.h>

#include <cmath>

namespace lingan::metrics {

MeanDeviation mean_deviation(std::span<const double> values) {
  MeanDeviation result;
  for (const double value : values) result.mean += value / static_cast<double>(values.size());
  if (values.size() < 2) return result;
  double squares = 0.0;
  for (const double value : values) squares += (value - result.mean) * (value - result.mean);
  result.deviation = std::sqrt(squares / static_cast<double>(values.size() - 1));
  return result;
}

}  // namespace lingan::metrics
