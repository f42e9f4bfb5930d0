#include <lingan/gan/strategies/reward.h>

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/reward_cards.h>

#include "tests/gan/objectives/losses.h"

namespace lingan {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// The rewards where D says `outputs`, [n] or [n, R].
std::vector<double> rewards_of(std::string_view name, const torch::Tensor& outputs,
                               const char* objective = "non-saturating") {
  FixedDiscriminator d(outputs, outputs);
  const auto made = make_objective(objective);
  const Sentences real = constant_tokens(outputs.size(0), 0);
  const SentenceValue reward = make_reward(name, {.discriminator = d,
                                                  .objective = *made,
                                                  .real = real,
                                                  .fakes = [&] { return real; },
                                                  .log_ratio_bound = 2.5});
  const auto values = reward(outputs).to(torch::kFloat64);
  return {values.data_ptr<double>(), values.data_ptr<double>() + values.numel()};
}

TEST(Reward, HasItsHandComputedValues) {
  const auto of = [](const char* name, double c) { return rewards_of(name, values({c}))[0]; };
  for (const double c : {-3.0, 0.0, 0.5, 2.0}) {
    const double d = sigma(c);
    EXPECT_NEAR(of("probability", c), d, 1e-12);
    EXPECT_NEAR(of("log-probability", c), std::log(d), 1e-12);
    EXPECT_NEAR(of("logit", c), std::log(d / (1 - d)), 1e-12);
    EXPECT_NEAR(of("ratio", c), d / (1 - d), 1e-12);
    EXPECT_NEAR(of("centred", c), 2 * d - 1, 1e-12);
    EXPECT_NEAR(of("objective", c), std::log(d), 1e-12);  // of the non-saturating one
  }
}

TEST(Reward, OfTheRatioIsBounded) {
  const auto ratios = rewards_of("ratio", values({2.5, 3, 1e30, -1e30}));
  EXPECT_EQ(ratios, (std::vector<double>{std::exp(2.5), std::exp(2.5), std::exp(2.5), 0}));
}

TEST(Reward, OfTheObjectiveIsTheObjectives) {
  const auto outputs = values({0.5, -3});
  EXPECT_EQ(rewards_of("objective", outputs, "minimax"),
            losses("minimax", outputs, outputs).reward);
  EXPECT_NE(rewards_of("objective", outputs, "minimax"), rewards_of("objective", outputs));
}

TEST(Reward, IsAveragedOverRepresentations) {
  const auto rewards = rewards_of("ratio", values({0, std::log(3), 1, 1}).view({2, 2}));
  ASSERT_EQ(rewards.size(), 2u);
  EXPECT_NEAR(rewards[0], 2, 1e-12);
  EXPECT_NEAR(rewards[1], std::exp(1), 1e-12);
}

TEST(Reward, HasTheSignOfItsCard) {
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

TEST(Reward, RefusesUnknownNames) { EXPECT_THROW(rewards_of("odds", values({0})), UsageError); }

}  // namespace
}  // namespace lingan
