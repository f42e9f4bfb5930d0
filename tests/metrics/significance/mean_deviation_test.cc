#include <lingan/metrics/significance/mean_deviation.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace lingan::metrics::mean_deviation_test {
namespace {

TEST(MeanDeviation, IsThatOfASample) {
  const MeanDeviation of_four = mean_deviation(std::vector<double>{2, 4, 4, 6});
  EXPECT_DOUBLE_EQ(of_four.mean, 4);
  EXPECT_DOUBLE_EQ(of_four.deviation, std::sqrt(8.0 / 3));
  EXPECT_EQ(mean_deviation(std::vector<double>{5}).deviation, 0);
}

}  // namespace
}  // namespace lingan::metrics::mean_deviation_test
