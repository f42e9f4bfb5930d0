#include <lingan/gan/strategies/reward.h>

#include <gtest/gtest.h>

#include "tests/gan/objectives/losses.h"
#include "tests/gan/strategies/made_rewards.h"

namespace lingan::reward_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

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

/// Says 2 classes and fake by features that are their log-probabilities.
class ToldClasses : public FixedDiscriminator {
 public:
  ToldClasses() : FixedDiscriminator({}, {}) {}
  torch::Tensor class_logits(const torch::Tensor& features) override { return features; }
};

TEST(Reward, OfALabelIsThatOfTheProbabilityOfTheLabel) {
  ToldClasses d;
  const auto p = torch::tensor({{0.2, 0.7, 0.1}, {0.5, 0.1, 0.4}}, torch::kFloat64);
  const auto made = make_objective("classes");
  const Sentences real = constant_tokens(2, 0);
  for (const char* name : {"probability", "objective"}) {
    SentenceValue reward = make_reward(name, {.discriminator = d,
                                              .objective = *made,
                                              .real = real,
                                              .fakes = [&] { return real; },
                                              .log_ratio_bound = 2.5});
    for (const int64_t label : {0, 1}) {
      const SentenceValue of_label = reward_of_label(reward, d, label);
      EXPECT_TRUE(of_label.by_features);
      const auto own = p.select(1, label);
      const auto expected = std::string(name) == "probability" ? own : own.log();
      EXPECT_TRUE(torch::allclose(of_label(p.log()), expected)) << name << label;
    }
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

}  // namespace
}  // namespace lingan::reward_test
