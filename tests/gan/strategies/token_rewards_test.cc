/// Policy gradient by a discriminator that judges tokens.
#include <gtest/gtest.h>

#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/gan/strategies/rollout_rewards.h>

#include "tests/gan/token_discriminator.h"

namespace lingan::token_rewards_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// 2 D - 1 of each token, [B, T].
torch::Tensor rewards_of_tokens(Discriminator& d, const TokenBatch& batch) {
  const torch::NoGradGuard no_gradient;
  return 2 * torch::sigmoid(d.logits(to_sentences(batch))) - 1;
}

TEST(TokenRewards, SumWhatComesFromATokenOnDiscounted) {
  TokenDiscriminator d(5);
  const TokenBatch batch = {3, 3, {2, 0, 0, 3, 2, 0, 4, 3, 4}, {1, 2, 3}};
  const auto of_tokens = rewards_of_tokens(d, batch);
  const Rewarder rewarder(d, {.of = [](const torch::Tensor& c) { return torch::tanh(c / 2); }},
                          engine::Precision::kFloat32);
  for (const double discount : {1.0, 0.23}) {
    const auto actual = token_rewards(hard_sentences(batch), discount, rewarder);
    for (int64_t row = 0; row < 3; ++row) {
      for (int64_t t = 0; t < 3; ++t) {
        double expected = 0;
        for (int64_t s = t; t < batch.lengths[row] && s < batch.lengths[row]; ++s) {
          expected += std::pow(discount, s - t) * of_tokens[row][s].item<double>();
        }
        EXPECT_NEAR(actual[row][t].item<double>(), expected, 1e-6) << row << " " << t;
      }
    }
  }
}

World token_world(double learning_rate) {
  World world = make_world({}, learning_rate);
  world.discriminator = std::make_shared<TokenDiscriminator>(5);
  return world;
}

std::unique_ptr<Strategy> scratchgan_strategy(const std::string& reward = "centred") {
  OptionSet set;
  auto& options = set.get<PolicyGradientOptions>();
  options.rollouts = 0;
  options.reward = reward;
  options.baseline = "moving-average";
  return make_strategy("policy-gradient", set);
}

/// E[sum of the tokens' rewards], differentiable, by summing over every sentence.
torch::Tensor expected_reward(World& world) {
  const TokenBatch all = enumerate(world);
  const auto mask = token_mask(to_sentences(all));
  const auto whole = (rewards_of_tokens(*world.discriminator, all) * mask).sum(1);
  return (log_probability(world, all).exp() * whole).sum();
}

TEST(TokenRewards, GiveTheGradientOfTheirExpectedSum) {
  World world = token_world(0.0);
  expected_reward(world).backward();
  const auto exact = gradients(*world.generator);
  const auto strategy = scratchgan_strategy();
  torch::Tensor sum = torch::zeros_like(exact);
  constexpr int64_t kSteps = 60, kBatch = 256;
  for (int64_t step = 0; step < kSteps; ++step) {
    StepContext context = world.context(step, kBatch);
    strategy->update_generator(context);
    sum -= gradients(*world.generator);
  }
  const auto mean = sum / static_cast<double>(kSteps * kBatch);
  EXPECT_LT((mean - exact).norm().item<double>(), 0.1 * exact.norm().item<double>());
}

TEST(TokenRewards, RaiseTheirExpectedSum) {
  World world = token_world(0.05);
  const double before = expected_reward(world).item<double>();
  const auto strategy = scratchgan_strategy();
  for (int64_t step = 0; step < 25; ++step) {
    StepContext context = world.context(step, 64);
    strategy->update_generator(context);
  }
  EXPECT_GT(expected_reward(world).item<double>(), before + 0.3);
}

/// An objective's own reward of a token is that of its raw output.
TEST(TokenRewards, MayBeTheObjectives) {
  World world = token_world(0.0);
  const auto gradient_of = [&](const char* reward) {
    StepContext context = world.context(0, 32);
    scratchgan_strategy(reward)->update_generator(context);
    return gradients(*world.generator);
  };
  EXPECT_TRUE(
      torch::allclose(gradient_of("objective"), gradient_of("log-probability"), 1e-4, 1e-6));
}

}  // namespace
}  // namespace lingan::token_rewards_test
