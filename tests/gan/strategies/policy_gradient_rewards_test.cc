/// Which rewards the strategy `policy-gradient` takes, by its options.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/gan/strategies/strategy_cards.h>

#include "tests/gan/toy.h"

namespace lingan::policy_gradient_rewards_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// The gradient of one step under an objective and a reward.
torch::Tensor gradient_of(const char* objective, const char* reward, const char* shape = "none",
                          int32_t rollouts = 2) {
  World world = make_world({}, 0.0, objective);
  OptionSet options;
  options.get<PolicyGradientOptions>().rollouts = rollouts;
  options.get<PolicyGradientOptions>().reward = reward;
  options.get<PolicyGradientOptions>().reward_shape = shape;
  StepContext context = world.context(0, 16);
  make_strategy("policy-gradient", options)->update_generator(context);
  return gradients(*world.generator);
}

TEST(PolicyGradient, RewardsWhatItsOptionSays) {
  EXPECT_FALSE(torch::allclose(gradient_of("minimax", "objective"),
                               gradient_of("non-saturating", "objective"), 1e-3, 1e-5));
  EXPECT_TRUE(torch::equal(gradient_of("minimax", "probability"),
                           gradient_of("non-saturating", "probability")));
  EXPECT_TRUE(torch::allclose(gradient_of("non-saturating", "objective"),
                              gradient_of("hinge", "log-probability"), 1e-4, 1e-6));
  EXPECT_TRUE(torch::equal(gradient_of("hinge", "objective"), gradient_of("minimax", "logit")));
}

TEST(PolicyGradient, ShapesRewards) {
  const auto normalised = gradient_of("minimax", "ratio", "normalised");
  const auto plain = gradient_of("minimax", "ratio");
  const double cosine = (normalised.dot(plain) / (normalised.norm() * plain.norm())).item<double>();
  EXPECT_NEAR(cosine, 1, 1e-5);
  // Of finished sentences ranks are the same for D's outputs and their probabilities.
  EXPECT_TRUE(torch::equal(gradient_of("minimax", "probability", "rank", 0),
                           gradient_of("minimax", "logit", "rank", 0)));
}

std::string notice_of(const char* objective, const char* reward, const char* baseline = "none",
                      const char* shape = "none") {
  const auto& strategy = find_card(strategies(), "policy-gradient", "strategy");
  OptionSet options;
  options.get<PolicyGradientOptions>().reward = reward;
  options.get<PolicyGradientOptions>().baseline = baseline;
  options.get<PolicyGradientOptions>().reward_shape = shape;
  return strategy.notice(options, find_card(objectives(), objective, "objective"));
}

TEST(PolicyGradientNotice, TellsWhereRewardsOfOneSignHaveNoBaseline) {
  using ::testing::HasSubstr;
  EXPECT_THAT(notice_of("hinge", "probability"), HasSubstr("above 0"));
  EXPECT_THAT(notice_of("hinge", "probability"), HasSubstr("G grows sharper"));
  EXPECT_THAT(notice_of("hinge", "log-probability"), HasSubstr("G grows flatter"));
  EXPECT_THAT(notice_of("minimax", "objective"), HasSubstr("sharper"));
  EXPECT_THAT(notice_of("non-saturating", "objective"), HasSubstr("flatter"));
  EXPECT_THAT(notice_of("hinge", "logit", "none", "rank"), HasSubstr("sharper"));
  EXPECT_EQ(notice_of("hinge", "objective"), "");
  EXPECT_EQ(notice_of("minimax", "centred"), "");
  EXPECT_EQ(notice_of("minimax", "probability", "batch-mean"), "");
}

}  // namespace
}  // namespace lingan::policy_gradient_rewards_test
