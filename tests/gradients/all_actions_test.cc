#include <gtest/gtest.h>

#include "tests/gradients/exact_tables.h"

namespace lingan::gradients::all_actions_test {
namespace {

using namespace testing;

TEST(AllActions, HaveTheVariancesThatWereComputedElsewhere) {
  EXPECT_NEAR(variance_of(sine_policy(false), "all-actions"), .0087143704, 5e-11);
  EXPECT_NEAR(variance_of(sine_policy(true), "all-actions"), .0006060277, 5e-11);
}

TEST(AllActions, AreUnbiased) {
  for (const GradientTable& table : {sine_policy(false), sine_policy(true), uneven(false)}) {
    EXPECT_LT(bias_of(table, "all-actions"), 1e-12);
  }
  for (const GradientTable& table : {three_bits(0), three_bits(-4), uneven(true), cubic()}) {
    EXPECT_LT(bias_of(table, "all-actions"), 1e-12);
    EXPECT_LT(bias_of(table, "indecater"), 1e-12);
  }
}

TEST(AllActions, OfOnePositionAreExact) {
  EXPECT_LT(variance_of(cubic(), "all-actions"), 1e-24);
  EXPECT_LT(variance_of(cubic(), "indecater"), 1e-24);
}

/// The reward of three bits is a sum: what a bit changes does not depend on the others.
TEST(AllActions, OfARewardThatIsASumHaveNoVariance) {
  EXPECT_LT(variance_of(three_bits(-4), "indecater"), 1e-24);
  EXPECT_EQ(quality_of(three_bits(-4), "indecater").reward_calls, 4);
  EXPECT_GT(variance_of(uneven(true), "indecater"), 1e-3);
}

TEST(AllActions, OfEachPositionNeedIndependentTokens) {
  const auto& card = find_card(estimators(), "indecater", "estimator");
  EXPECT_NE(card.why_not(sine_policy(false), {}), "");
  EXPECT_EQ(card.why_not(three_bits(0), {}), "");
}

}  // namespace
}  // namespace lingan::gradients::all_actions_test
