/// Values that NumPy 2.4.6 printed.
#include <lingan/metrics/significance/numpy_summary.h>

#include <gtest/gtest.h>

namespace lingan::metrics::numpy_summary_test {
namespace {

// numpy.arange(1, 1001, dtype=numpy.float32) / numpy.float32(7)
std::vector<float> sevenths() {
  std::vector<float> numbers;
  for (int i = 1; i <= 1000; ++i) numbers.push_back(static_cast<float>(i) / 7.0F);
  return numbers;
}

TEST(NumpySummary, AddsInTheOrderOfNumpy) {
  const auto numbers = sevenths();
  const std::span<const float> all(numbers);
  EXPECT_EQ(mean(all), 71.5F);
  EXPECT_EQ(pairwise_sum(all.first(100)), 721.4285F);
  EXPECT_EQ(pairwise_sum(all.first(5)), 2.142857F);
}

// Of 1..80: two are cut off at each end, and the width is 78 - 3.
TEST(NumpySummary, CutsAFortiethOffEachEnd) {
  std::vector<double> numbers;
  for (int i = 80; i >= 1; --i) numbers.push_back(i);
  const Spread spread = spread_of(numbers);
  EXPECT_EQ(spread.mean, 40.5);
  EXPECT_EQ(spread.interval, 37.5);
}

TEST(NumpySummary, CountsOnlyWhatIsGreater) {
  const std::vector<double> statistics = {0, 1, 2, 3};
  EXPECT_DOUBLE_EQ(p_value<double>(statistics, 2), 2.0 / 5);
  EXPECT_DOUBLE_EQ(p_value<double>(statistics, 3), 1.0 / 5);
}

}  // namespace
}  // namespace lingan::metrics::numpy_summary_test
