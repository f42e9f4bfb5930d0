/// Reproducible numbers for tests of kernels, and comparison with answers in double.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <lingan/base/random.h>

namespace lingan::engine {

/// `count` numbers in [-range, range), others for another `set`.
inline std::vector<float> random_floats(uint32_t set, int64_t count, double range = 1.0) {
  const RandomStream stream{.seed = 3};
  std::vector<float> values;
  for (int64_t i = 0; i < count; ++i) {
    values.push_back(static_cast<float>(range * (2 * stream.uniform(i, set) - 1)));
  }
  return values;
}

/// Within `tolerance`, relative above 1.
inline void expect_close(const std::vector<float>& actual, const std::vector<double>& expected,
                         double tolerance) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    ASSERT_NEAR(actual[i], expected[i], tolerance * std::max(1.0, std::abs(expected[i]))) << i;
  }
}

inline double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace lingan::engine
