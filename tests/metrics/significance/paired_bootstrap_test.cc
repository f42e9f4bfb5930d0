#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include <lingan/base/parallel.h>

#include "tests/metrics/significance/small_systems.h"

namespace lingan::metrics::paired_bootstrap_test {
namespace {

std::vector<int32_t> random_numbers(uint32_t seed, size_t count) {
  std::mt19937 random(seed);
  std::vector<int32_t> numbers;
  for (size_t i = 0; i < count; ++i) numbers.push_back(static_cast<int32_t>(random() % 101));
  return numbers;
}

/// The mean of 400 numbers is all but normal: resampled means lie around it by s / sqrt(400).
TEST(PairedBootstrap, HasTheIntervalOfAMean) {
  const auto numbers = random_numbers(1, 400);
  double mean = 0, squares = 0;
  for (const int32_t number : numbers) mean += number / 400.0;
  for (const int32_t number : numbers) squares += (number - mean) * (number - mean) / 400;
  const double deviation = std::sqrt(squares / 400);
  const std::vector<SegmentStatistics> systems = {system_of(numbers)};
  const SystemResult result = paired_bootstrap(kMeanOfColumn, systems, 4000).at(0);
  EXPECT_DOUBLE_EQ(result.score, mean);
  EXPECT_NEAR(*result.mean, mean, 5 * deviation / std::sqrt(4000));
  EXPECT_NEAR(*result.interval, 1.96 * deviation, 0.06 * deviation);
  EXPECT_FALSE(result.p) << "it is the baseline";
}

/// One more in every sentence: however far each resample's scores are off, the two differ by 1.
TEST(PairedBootstrap, DrawsTheSameSentencesForAllSystems) {
  auto numbers = random_numbers(2, 50);
  const SegmentStatistics baseline = system_of(numbers);
  for (int32_t& number : numbers) ++number;
  const std::vector<SegmentStatistics> systems = {baseline, system_of(numbers)};
  const auto results = paired_bootstrap(kMeanOfColumn, systems, 300);
  EXPECT_GT(*results[0].interval, 5);
  EXPECT_NEAR(*results[1].mean - *results[0].mean, 1, 1e-6);
  EXPECT_DOUBLE_EQ(*results[1].p, 1.0 / 301);
}

/// By the formula of sacreBLEU's PairedTest over the same numbers and NumPy 2.4's
/// default_rng(12345).choice, outside of lingan.
TEST(PairedBootstrap, HasThePValueOfNumpysResamples) {
  const std::vector<SegmentStatistics> systems = {system_of(random_numbers(3, 60)),
                                                  system_of(random_numbers(4, 60))};
  const auto results = paired_bootstrap(kMeanOfColumn, systems, 1000);
  EXPECT_NEAR(std::abs(results[0].score - results[1].score), 8.4, 1e-12);
  EXPECT_DOUBLE_EQ(*results[1].p, 23.0 / 1001);
}

TEST(PairedBootstrap, HasNoWidthWhereAllSentencesAreEqual) {
  const std::vector<SegmentStatistics> systems = {system_of(std::vector<int32_t>(9, 7))};
  const auto results = paired_bootstrap(kMeanOfColumn, systems, 100);
  EXPECT_EQ(*results[0].mean, 7);
  EXPECT_EQ(*results[0].interval, 0);
}

TEST(PairedBootstrap, DoesNotDependOnThreads) {
  const std::vector<SegmentStatistics> systems = {system_of(random_numbers(5, 40)),
                                                  system_of(random_numbers(6, 40))};
  set_thread_count(1);
  const auto one = paired_bootstrap(kMeanOfColumn, systems, 100);
  set_thread_count(3);
  const auto three = paired_bootstrap(kMeanOfColumn, systems, 100);
  set_thread_count(0);
  EXPECT_EQ(one[1].mean, three[1].mean);
  EXPECT_EQ(one[1].p, three[1].p);
}

}  // namespace
}  // namespace lingan::metrics::paired_bootstrap_test
