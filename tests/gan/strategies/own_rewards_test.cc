#include <lingan/gan/strategies/own_rewards.h>

#include <gtest/gtest.h>

#include <limits>

#include <lingan/gan/strategies/policy_gradient.h>

#include "tests/gan/toy.h"

namespace lingan::own_rewards_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// Sentences 4, 4 5, 5, 4 and 4.
TokenBatch sentences() {
  TokenBatch batch = TokenBatch::filled(5, 2, 0);
  batch.tokens = {4, 0, 4, 5, 5, 0, 4, 0, 4, 0};
  batch.lengths = {1, 2, 1, 1, 1};
  return batch;
}

/// The last token, and how often it was asked.
struct LastToken {
  int64_t asked = 0;
  OwnReward function = [this](const TokenBatch& batch) {
    std::vector<double> rewards;
    for (int64_t row = 0; row < batch.rows; ++row) rewards.push_back(batch.row(row).back());
    asked += batch.rows;
    return rewards;
  };
};

TEST(OwnRewards, AreMixedWithTheDiscriminators) {
  LastToken last;
  const OwnRewards rewards(last.function, 0.25, {});
  const auto of_d = torch::tensor({1.0, 0.0, 0.0, 2.0, 0.0});
  const auto mixed = rewards.mixed_with(of_d, sentences(), all_rows(sentences()));
  EXPECT_TRUE(torch::allclose(mixed, torch::tensor({3.25, 3.75, 3.75, 3.5, 3.0})));
  EXPECT_EQ(last.asked, 3) << "equal sentences once";
  const std::vector<int64_t> some = {2, 0};
  EXPECT_TRUE(torch::allclose(rewards.mixed_with(torch::zeros({2}), sentences(), some),
                              torch::tensor({3.75, 3.0})));
}

/// Of five drawn sentences three are different; 4 is there three times, with itself four.
TEST(OwnRewards, AreDividedByTheNumberOfCopies) {
  LastToken last;
  const OwnRewards rewards(last.function, 0.0, sentences());
  TokenBatch asked = TokenBatch::filled(3, 2, 0);
  asked.tokens = {4, 0, 5, 0, 5, 5};
  asked.lengths = {1, 1, 2};
  const auto actual = rewards.mixed_with(torch::zeros({3}), asked, all_rows(asked));
  EXPECT_TRUE(torch::allclose(actual, torch::tensor({0.6 * 4 / 4, 0.6 * 5 / 2, 0.6 * 5})));
}

TEST(OwnRewards, OfNoUseAreAnError) {
  const auto ask = [](const OwnReward& function) {
    OwnRewards(function, 0.5, {}).mixed_with(torch::zeros({5}), sentences(), all_rows(sentences()));
  };
  EXPECT_THROW(ask([](const TokenBatch&) { return std::vector<double>(2, 1.0); }), OwnRewardError);
  EXPECT_THROW(ask([](const TokenBatch& batch) {
                 return std::vector<double>(static_cast<size_t>(batch.rows),
                                            std::numeric_limits<double>::quiet_NaN());
               }),
               OwnRewardError);
  EXPECT_THROW(ask([](const TokenBatch&) -> std::vector<double> { throw InputError("no"); }),
               OwnRewardError);
}

/// d E[lambda D + (1 - lambda) R] / d theta by summing over every sentence.
TEST(OwnRewards, DriveThePolicyGradient) {
  constexpr double kShare = 0.3;
  World world = make_world({}, 0.0);
  const OwnReward lengths = [](const TokenBatch& batch) {
    return std::vector<double>(batch.lengths.begin(), batch.lengths.end());
  };
  for (const int32_t rollouts : {0, 2}) {
    OptionSet options;
    auto& own = options.get<PolicyGradientOptions>();
    own.rollouts = rollouts;
    own.rollout_update_rate = 0;
    own.reward = "probability";
    own.discriminator_share = kShare;
    own.discount_copies = false;
    own.baseline = "leave-one-out";
    const auto strategy = make_strategy("policy-gradient", options);
    StepContext context = world.context(0, 20000);
    context.own_reward = &lengths;
    strategy->update_generator(context);
    const auto actual = -gradients(*world.generator) / 20000;
    const TokenBatch all = enumerate(world);
    const auto of_d = torch::sigmoid(world.discriminator->logits(to_sentences(all))).detach();
    const auto rewards = kShare * of_d + (1 - kShare) * torch::tensor(lengths(all));
    world.generator->zero_grad();
    (log_probability(world, all).exp() * rewards).sum().backward();
    const auto exact = gradients(*world.generator);
    EXPECT_LT((actual - exact).norm().item<double>(), 0.1 * exact.norm().item<double>())
        << rollouts;
  }
}

TEST(OwnRewards, AreWantedByARecipeThatMixesThem) {
  World world = make_world({}, 0.0);
  OptionSet options;
  options.get<PolicyGradientOptions>().discriminator_share = 0.5;
  const auto strategy = make_strategy("policy-gradient", options);
  StepContext context = world.context(0, 4);
  EXPECT_THROW(strategy->update_generator(context), UsageError);
}

}  // namespace
}  // namespace lingan::own_rewards_test
