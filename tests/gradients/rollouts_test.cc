#include <gtest/gtest.h>

#include "tests/gradients/exact_tables.h"

namespace lingan::gradients::rollouts_test {
namespace {

using namespace testing;

TEST(Rollouts, HaveTheVariancesThatWereComputedElsewhere) {
  const GradientTable soft = sine_policy(false);
  EXPECT_NEAR(variance_of(soft, "rollouts", rollouts(1)), .2486053201, 5e-11);
  EXPECT_NEAR(variance_of(soft, "rollouts", rollouts(4)), .2201175915, 5e-11);
  EXPECT_NEAR(variance_of(soft, "rollouts", rollouts(16)), .2129956593, 5e-11);
  EXPECT_NEAR(variance_of(soft, "exact-q"), .2106216819, 5e-11);
  EXPECT_NEAR(variance_of(soft, "rollouts-baseline", rollouts(16)), .0554349599, 5e-11);
  EXPECT_NEAR(variance_of(soft, "exact-q-baseline"), .0530609825, 5e-11);
  EXPECT_NEAR(variance_of(soft, "rollouts-advantage", rollouts(16)), .0373099825, 5e-11);
  EXPECT_NEAR(variance_of(soft, "exact-advantage"), .0349360051, 5e-11);
}

TEST(Rollouts, HaveTheVariancesOfASharpRewardThatWereComputedElsewhere) {
  const GradientTable sharp = sine_policy(true);
  EXPECT_NEAR(variance_of(sharp, "rollouts", rollouts(4)), .0071631977, 5e-11);
  EXPECT_NEAR(variance_of(sharp, "rollouts", rollouts(16)), .0060566895, 5e-11);
  EXPECT_NEAR(variance_of(sharp, "exact-advantage"), .0045778989, 5e-11);
}

TEST(Rollouts, AreUnbiased) {
  for (const GradientTable& table : {sine_policy(false), sine_policy(true), uneven(true)}) {
    for (const char* name : {"rollouts", "rollouts-baseline", "rollouts-advantage", "exact-q",
                             "exact-q-baseline", "exact-advantage"}) {
      EXPECT_LT(bias_of(table, name, rollouts(4)), 1e-12) << name;
    }
  }
}

/// Var(N) = Var(exact Q) + (1 / N) sum_t E[Var(R | x_<=t) ||grad log p(x_t)||^2].
TEST(Rollouts, AddTheVarianceOfCompletionsOverTheirNumber) {
  for (const GradientTable& table : {sine_policy(false), sine_policy(true), uneven(true)}) {
    double of_completions = 0;
    for_each_sequence(table, [&](const Sequence& x) {
      for (size_t t = 0; t < x.tokens.size(); ++t) {
        const auto policy = table.policy(x.prefixes[t]);
        const auto token = static_cast<size_t>(x.tokens[t]);
        double squares = 1 - 2 * policy[token];
        for (const double p : policy) squares += p * p;
        of_completions += x.probability * table.variance(x.prefixes[t + 1]) * squares;
      }
    });
    for (const int64_t number : {1, 4, 16}) {
      EXPECT_NEAR(variance_of(table, "rollouts", rollouts(number)),
                  variance_of(table, "exact-q") + of_completions / static_cast<double>(number),
                  1e-12);
    }
  }
}

TEST(Rollouts, NeedTokensThatFollow) {
  for (const char* name : {"rollouts", "exact-q", "exact-advantage"}) {
    const auto& card = find_card(estimators(), name, "estimator");
    EXPECT_EQ(card.why_not(three_bits(0), {}), "");
    EXPECT_NE(card.why_not(cubic(), {}), "");
  }
}

TEST(Rollouts, PayForEveryCompletion) {
  const auto quality = quality_of(sine_policy(false), "rollouts", rollouts(16));
  EXPECT_EQ(quality.reward_calls, 33);
  EXPECT_EQ(quality.tokens, 3 + 16 * (2 + 1));
  EXPECT_TRUE(std::isnan(quality_of(sine_policy(false), "exact-q").reward_calls));
}

}  // namespace
}  // namespace lingan::gradients::rollouts_test
