#include <lingan/metrics/significance/few_runs.h>

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace lingan::metrics::few_runs_test {
namespace {

const std::vector<double> kRuns = {.3, .5, .2, .9, .41};

// By hand, and by scipy.stats.trim_mean(values, .25), which rliable calls.
TEST(FewRuns, HaveAMeanWithoutTheirOuterQuarters) {
  EXPECT_DOUBLE_EQ(interquartile_mean(kRuns), (.3 + .41 + .5) / 3);
  EXPECT_DOUBLE_EQ(interquartile_mean(std::vector<double>{5, 1, 9, 2, 2, 8, 3, 100}), 4.5);
  EXPECT_DOUBLE_EQ(interquartile_mean(std::vector<double>{1, 2, 9}), 4);
  EXPECT_DOUBLE_EQ(interquartile_mean(std::vector<double>{7}), 7);
}

// 13 of 20 pairs are better, one is equal; scipy.stats.mannwhitneyu(a, b).statistic / 20
TEST(FewRuns, CountPairsThatAreBetterAndHalfOfTheEqual) {
  const std::vector<double> others = {.3, .1, .4, .45};
  EXPECT_DOUBLE_EQ(probability_of_improvement(kRuns, others), 13.5 / 20);
  EXPECT_DOUBLE_EQ(probability_of_improvement(others, kRuns), 6.5 / 20);
  EXPECT_DOUBLE_EQ(probability_of_improvement(kRuns, kRuns), .5);
}

TEST(FewRuns, HaveAnEffectInStandardDeviationsOfTheirDifferences) {
  EXPECT_DOUBLE_EQ(paired_effect_size(std::vector<double>{1, 2, 3}), 2);
  EXPECT_DOUBLE_EQ(paired_effect_size(std::vector<double>{-1, 1}), 0);
  EXPECT_EQ(paired_effect_size(std::vector<double>{0, 0}), 0);
  EXPECT_TRUE(std::isinf(paired_effect_size(std::vector<double>{1, 1})));
}

}  // namespace
}  // namespace lingan::metrics::few_runs_test
