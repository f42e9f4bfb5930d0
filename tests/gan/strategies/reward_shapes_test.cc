#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <string_view>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/reward_shape.h>
#include <lingan/gan/strategies/reward_shape_cards.h>

namespace lingan::reward_shapes_test {
namespace {

/// Sentences of one and of two tokens.
torch::Tensor some_mask() { return torch::tensor({{1.0, 0.0}, {1.0, 1.0}}); }
torch::Tensor some_rewards() { return torch::tensor({{3.0, 0.0}, {2.5, 2.0}}); }

/// What is made of the second sentence's second token: no two shapes make the same. Whole sentences
/// have 3 and 2; of the rows with a second token none is below it: sigma(4 (0 / 1 - 1 / 2)).
TEST(MakeRewardShape, GivesTheShapeOfEachName) {
  const std::map<std::string_view, double> values = {{"none", 2},
                                                     {"normalised", 2.0 / 5},
                                                     {"rank", 1 / (1 + std::exp(2.0))},
                                                     {"importance", 2 / 2.5}};
  EXPECT_EQ(values.size(), reward_shapes().size());
  for (const RewardShapeCard& card : reward_shapes()) {
    const auto shaped = make_reward_shape(card.name, 4)(some_rewards(), some_mask());
    EXPECT_NEAR(shaped[1][1].item<double>(), values.at(card.name), 1e-6) << card.name;
  }
}

/// The lower of two rewards: sigma(steepness (0 / 2 - 1 / 2)).
TEST(MakeRewardShape, HandsTheSteepnessToRanks) {
  for (const double steepness : {4.0, 16.0}) {
    const auto shaped = make_reward_shape("rank", steepness)(some_rewards(), some_mask());
    EXPECT_NEAR(shaped[1][0].item<double>(), 1 / (1 + std::exp(steepness / 2)), 1e-6);
  }
}

TEST(MakeRewardShape, GivesFiniteValuesForRewardsThatRoundToZero) {
  const auto none = torch::zeros({2, 2}), mask = torch::ones({2, 2});
  for (const RewardShapeCard& card : reward_shapes()) {
    const auto values = make_reward_shape(card.name, 16)(none, mask);
    EXPECT_TRUE(torch::isfinite(values).all().item<bool>()) << card.name;
  }
}

TEST(MakeRewardShape, HasCardsWithNamesOfTheirOwnThatSayWhatTheyAre) {
  std::set<std::string_view> names;
  for (const RewardShapeCard& card : reward_shapes()) {
    EXPECT_TRUE(names.insert(card.name).second) << card.name;
    EXPECT_FALSE(card.summary.empty() || card.paper.empty()) << card.name;
    if (!card.makes_positive) continue;
    const auto values = make_reward_shape(card.name, 16)(some_rewards(), some_mask());
    EXPECT_TRUE((values * some_mask() + (1 - some_mask()) > 0).all().item<bool>()) << card.name;
  }
}

TEST(MakeRewardShape, RefusesUnknownNames) {
  EXPECT_THROW(make_reward_shape("softmax", 1), UsageError);
}

}  // namespace
}  // namespace lingan::reward_shapes_test
