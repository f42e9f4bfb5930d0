#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <string_view>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/reward_cards.h>

#include "tests/gan/objectives/losses.h"
#include "tests/gan/strategies/made_rewards.h"

namespace lingan::rewards_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// Of C = ln 3, which is D = 3/4: no two are the same under the objective minimax.
TEST(MakeReward, GivesTheRewardOfEachName) {
  const std::map<std::string_view, double> values = {
      {"objective", std::log(4.0)}, {"probability", 0.75}, {"log-probability", std::log(0.75)},
      {"logit", std::log(3.0)},     {"ratio", 3},          {"centred", 0.5}};
  EXPECT_EQ(values.size(), rewards().size());
  const auto outputs = lingan::testing::values({std::log(3.0)});
  for (const RewardCard& card : rewards()) {
    EXPECT_NEAR(rewards_of(card.name, outputs, "minimax").at(0), values.at(card.name), 1e-12)
        << card.name;
  }
}

TEST(MakeReward, GivesItTheSignOfItsCard) {
  std::set<std::string_view> names;
  for (const RewardCard& card : rewards()) {
    EXPECT_TRUE(names.insert(card.name).second) << card.name;
    EXPECT_FALSE(card.summary.empty() || card.paper.empty()) << card.name;
    for (const double reward : rewards_of(card.name, values({-4, -0.5, 0.5, 3}), "hinge")) {
      if (card.sign == Sign::kPositive) {
        EXPECT_GT(reward, 0) << card.name;
      }
      if (card.sign == Sign::kNegative) {
        EXPECT_LT(reward, 0) << card.name;
      }
    }
  }
}

TEST(MakeReward, RefusesUnknownNames) { EXPECT_THROW(rewards_of("odds", values({0})), UsageError); }

}  // namespace
}  // namespace lingan::rewards_test
