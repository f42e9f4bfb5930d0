#include <lingan/metrics/significance/seed_bootstrap.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include <lingan/metrics/significance/few_runs.h>
#include <lingan/metrics/significance/mean_deviation.h>

namespace lingan::metrics::seed_bootstrap_test {
namespace {

double mean(std::span<const double> values) { return mean_deviation(values).mean; }

const std::vector<double> kDifferences = {.012, .031, -.004, .02, .018};

// scipy.stats.bootstrap((d,), numpy.mean, n_resamples=10000, method='percentile',
// confidence_level=1 - 2 * tail, rng=numpy.random.default_rng(12345))
TEST(SeedBootstrap, HasTheResamplesOfScipy) {
  const auto means = resampled(kDifferences, mean);
  ASSERT_EQ(means.size(), 10'000U);
  EXPECT_NEAR(means.front(), -.004, 1e-15);
  EXPECT_NEAR(means[5000], .0154, 1e-15);
  EXPECT_NEAR(means.back(), .031, 1e-15);
  EXPECT_NEAR(mean(means), 0.015357139999999998, 1e-15);
}

TEST(SeedBootstrap, HasTheExpandedIntervalOfScipy) {
  const Interval of_mean = bootstrap_interval(kDifferences, mean);
  EXPECT_NEAR(of_mean.low, -.0008, 1e-15);
  EXPECT_NEAR(of_mean.high, .0288, 1e-15);
  const Interval of_middle = bootstrap_interval(kDifferences, interquartile_mean);
  EXPECT_NEAR(of_middle.low, -.004, 1e-15);
  EXPECT_NEAR(of_middle.high, .031, 1e-15);
}

// scipy.stats.norm.cdf(-sqrt(n / (n - 1)) * scipy.stats.t.isf(.025, n - 1))
TEST(SeedBootstrap, LeavesLessOutOfFewerValues) {
  EXPECT_NEAR(expanded_tail(3), 6.834137311941214e-08, 1e-19);
  EXPECT_NEAR(expanded_tail(5), 0.0009541005518824885, 1e-15);
  EXPECT_NEAR(expanded_tail(30), 0.018753900278220513, 1e-14);
}

TEST(SeedBootstrap, IsAPointWhereAllValuesAreEqual) {
  const Interval interval = bootstrap_interval(std::vector<double>{.25, .25, .25}, mean);
  EXPECT_DOUBLE_EQ(interval.low, .25);
  EXPECT_DOUBLE_EQ(interval.high, .25);
}

}  // namespace
}  // namespace lingan::metrics::seed_bootstrap_test
