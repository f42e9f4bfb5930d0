#include <lingan/gan/strategies/taylor.h>

#include <gtest/gtest.h>

#include <lingan/gan/strategies/policy_gradient.h>

#include "tests/gan/strategies/linear_discriminator.h"

namespace lingan::taylor_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// @param length  of all sentences.
World linear_world(int32_t length, double learning_rate = 0.0) {
  World world = make_world(kNoEos, learning_rate);
  world.length = length;
  world.discriminator = std::make_shared<LinearDiscriminator>(3, length);
  return world;
}

OptionSet options_of(double bandwidth) {
  OptionSet options;
  options.get<TaylorOptions>().reward = "logit";
  options.get<TaylorOptions>().bandwidth = bandwidth;
  return options;
}

/// The gradient of a first step.
torch::Tensor gradient(World& world, const char* strategy, const OptionSet& options,
                       int64_t batch_size) {
  StepContext context = world.context(0, batch_size);
  make_strategy(strategy, options)->update_generator(context);
  return gradients(*world.generator);
}

/// d E[C] / d theta by summing over every sentence.
torch::Tensor exact_gradient(World& world) {
  const TokenBatch all = enumerate(world);
  const auto reward = world.discriminator->logits(to_sentences(all)).detach();
  world.generator->zero_grad();
  (log_probability(world, all).exp() * reward).sum().backward();
  return gradients(*world.generator);
}

/// Where D is linear, the rewards of all three tokens are exact, and a kernel that takes in all of
/// them leaves nothing to chance but which token was drawn.
TEST(Taylor, GivesTheExactGradientOfOneTokenWhereDIsLinear) {
  World world = linear_world(1);
  const auto exact = exact_gradient(world);
  for (const double bandwidth : {1.0, 1e4}) {
    const auto actual = -gradient(world, "taylor", options_of(bandwidth), 20000);
    EXPECT_LT((actual - exact).norm().item<double>(), 0.05 * exact.norm().item<double>())
        << bandwidth;
  }
  const auto of_few = -gradient(world, "taylor", options_of(1e4), 3);
  EXPECT_LT((of_few - exact).norm().item<double>(), 1e-3 * exact.norm().item<double>());
}

/// A kernel that takes in no other token leaves REINFORCE.
TEST(Taylor, IsThePolicyGradientWhereNoTokenStandsForAnother) {
  World world = linear_world(3);
  OptionSet plain;
  auto& options = plain.get<PolicyGradientOptions>();
  options.rollouts = 0;
  options.reward = "logit";
  options.baseline = "moving-average";
  options.sum_over_tokens = false;
  const auto expected = gradient(world, "policy-gradient", plain, 64);
  const auto actual = gradient(world, "taylor", options_of(1e-2), 64);
  EXPECT_TRUE(torch::allclose(actual, expected, 1e-3, 1e-5));
}

TEST(Taylor, RaisesTheExpectedReward) {
  World world = linear_world(3, 0.02);
  const auto expected_reward = [&] {
    const torch::NoGradGuard no_gradient;
    const TokenBatch all = enumerate(world);
    return (log_probability(world, all).exp() * world.discriminator->logits(to_sentences(all)))
        .sum()
        .item<double>();
  };
  const double before = expected_reward();
  const auto strategy = make_strategy("taylor", options_of(0.5));
  for (int64_t step = 0; step < 25; ++step) {
    StepContext context = world.context(step, 64);
    strategy->update_generator(context);
  }
  EXPECT_GT(expected_reward(), before + 0.2);
}

TEST(Taylor, WeighsTheEntropyInTheUnitOfRewards) {
  World world = linear_world(1);
  OptionSet options = options_of(1e4);
  const auto plain = gradient(world, "taylor", options, 16);
  options.get<TaylorOptions>().entropy_bonus = 2;
  const auto with_bonus = gradient(world, "taylor", options, 16);
  world.generator->zero_grad();
  const auto log_p = log_probability(world, enumerate(world));  // of the one token
  (2 * (log_p.exp() * log_p).sum()).backward();
  EXPECT_TRUE(torch::allclose(with_bonus - plain, gradients(*world.generator), 1e-3, 1e-5));
}

}  // namespace
}  // namespace lingan::taylor_test
