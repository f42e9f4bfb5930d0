/// Values of the published toys were computed elsewhere from the definitions, to the digits given.
#include <lingan/gradients/score_function.h>

#include <gtest/gtest.h>

#include "tests/gradients/exact_tables.h"

namespace lingan::gradients::score_function_test {
namespace {

using namespace testing;

TEST(ScoreFunction, IsUnbiasedWithAnyBaselineThatDoesNotSeeTheSequence) {
  for (const char* name :
       {"reinforce", "constant-baseline", "optimal-baseline", "moving-average", "self-critical"}) {
    for (const GradientTable& table :
         {three_bits(0), three_bits(-4), sine_policy(false), sine_policy(true), uneven(false),
          uneven(true), linear(), quadratic(), cubic(), sigmoid_of_line()}) {
      EXPECT_LT(bias_of(table, name), 1e-12) << name;
    }
  }
}

TEST(ScoreFunction, HasThePublishedVariancesOfThreeBits) {
  EXPECT_NEAR(variance_of(three_bits(0), "reinforce") / 2, .4384201875, 1e-12);
  EXPECT_NEAR(variance_of(three_bits(0), "constant-baseline") / 2, .00465, 1e-12);
  EXPECT_NEAR(variance_of(three_bits(0), "optimal-baseline") / 2, .00465, 1e-12);
  EXPECT_NEAR(variance_of(three_bits(-4), "reinforce") / 2, .03355676666, 5e-12);
  EXPECT_NEAR(variance_of(three_bits(-4), "constant-baseline") / 2, .00071263, 5e-9);
  EXPECT_NEAR(variance_of(three_bits(-4), "optimal-baseline") / 2, .00053535, 5e-9);
}

TEST(ScoreFunction, HasTheVariancesOfSequencesThatWereComputedElsewhere) {
  EXPECT_NEAR(variance_of(sine_policy(false), "reinforce"), .2486053201, 5e-11);
  EXPECT_NEAR(variance_of(sine_policy(false), "constant-baseline"), .0910446207, 5e-11);
  EXPECT_NEAR(variance_of(sine_policy(true), "reinforce"), .0115892306, 5e-11);
  EXPECT_NEAR(variance_of(sine_policy(true), "constant-baseline"), .0115266842, 5e-11);
  EXPECT_NEAR(variance_of(linear(), "reinforce"), 3.125191, 5e-7);
  EXPECT_NEAR(variance_of(quadratic(), "reinforce"), 2.068860, 5e-7);
  EXPECT_NEAR(variance_of(cubic(), "reinforce"), 1.2008, 5e-5);
}

TEST(ScoreFunction, HasItsLeastVarianceAtTheOptimalBaseline) {
  for (const GradientTable& table :
       {three_bits(-4), sine_policy(true), uneven(false), uneven(true)}) {
    const auto variance = [&](double baseline) {
      const auto variances = score_function(table, baseline).variances;
      return std::accumulate(variances.begin(), variances.end(), 0.0);
    };
    // The parabola through three of its points has its vertex there.
    const double a = variance(-1), b = variance(0), c = variance(1);
    const double vertex = (a - c) / (2 * (a - 2 * b + c));
    EXPECT_NEAR(variance_of(table, "optimal-baseline"), variance(vertex), 1e-12);
  }
}

/// The average is independent of the sequence; any distribution with its mean and variance does.
TEST(ScoreFunction, HasTheVarianceOfAMovingAverage) {
  for (const GradientTable& table : {three_bits(-4), sine_policy(false), uneven(true)}) {
    // The sum of 0.1^2 0.9^(2 i) over earlier steps i = 0, 1, ..
    double factor = 0;
    for (int i = 0; i < 1000; ++i) factor += .01 * std::pow(.81, i);
    const double deviation = std::sqrt(factor * table.variance(0));
    double expected = 0;
    for (const double sign : {-1.0, 1.0}) {
      for (const double variance :
           score_function(table, table.value(0) + sign * deviation).variances) {
        expected += variance / 2;
      }
    }
    EXPECT_NEAR(variance_of(table, "moving-average"), expected, 1e-12);
  }
}

TEST(ScoreFunction, WithAGreedyBaselinePaysForASecondSequence) {
  const auto quality = quality_of(sine_policy(false), "self-critical");
  EXPECT_EQ(quality.reward_calls, 2);
  EXPECT_EQ(quality.tokens, 6);
  const auto variances =
      score_function(sine_policy(false), sine_policy(false).greedy_reward()).variances;
  EXPECT_EQ(quality.variance_by_position, variances);
}

}  // namespace
}  // namespace lingan::gradients::score_function_test
