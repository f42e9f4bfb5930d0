/// Mean and standard deviation of a sample.
#pragma once

#include <span>

namespace lingan::metrics {

/// The deviation (n - 1) of one value is 0.
struct MeanDeviation {
  double mean = 0.0;
  double deviation = 0.0;
};

MeanDeviation mean_deviation(std::span<const double> values);

}  // namespace lingan::metrics
