#include <lingan/gan/objectives/comparative.h>

#include <gtest/gtest.h>

#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/gan/strategies/strategy.h>

#include "tests/gan/objectives/losses.h"

namespace lingan::comparative_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// Davidson's probabilities.
struct Comparison {
  double better, tie, worse;
  Comparison(double s, double nu) {
    const double sum = std::exp(s / 2) + nu + std::exp(-s / 2);
    better = std::exp(s / 2) / sum;
    tie = nu / sum;
    worse = std::exp(-s / 2) / sum;
  }
};

OptionSet options_of(const ComparativeOptions& own) {
  OptionSet options;
  options.get<ComparativeOptions>() = own;
  return options;
}

TEST(Comparative, HasItsHandComputedLosses) {
  const double nu = 0.7, up = 2, tie = 0.5, down = -0.25;
  const Losses l = losses(
      "comparative", values(kReal), values(kFake),
      options_of({.tie_weight = nu, .better_reward = up, .tie_reward = tie, .worse_reward = down}));
  // C_r - C_f is 1.5 and 2; the two real outputs are 3 apart, the fake ones 3.5.
  const double different =
      -(std::log(Comparison(1.5, nu).better) + std::log(Comparison(2, nu).better)) / 2;
  const double alike = -std::log(Comparison(3, nu).tie) - std::log(Comparison(3.5, nu).tie);
  EXPECT_NEAR(l.discriminator, different + alike / 2, 1e-12);
  const auto worth = [&](double s) {
    const Comparison c(s, nu);
    return up * c.better + tie * c.tie + down * c.worse;
  };
  expect_rewards(l, {(worth(0) + worth(3.5)) / 2, (worth(-3.5) + worth(0)) / 2});
  EXPECT_NEAR(l.generator, -(l.reward[0] + l.reward[1]) / 2, 1e-12);
}

TEST(Comparative, IsNoOverflowFarApart) {
  const Losses l = losses("comparative", values({900, 900}), values({-900, -900}));
  EXPECT_NEAR(l.discriminator, std::log(2.0), 1e-9) << "ties of two in four cases";
  const Losses worst = losses("comparative", values({-900, 900}), values({900, -900}));
  EXPECT_TRUE(std::isfinite(worst.discriminator));
}

TEST(Comparative, RewardsAgainstTheFakesThatAreGiven) {
  const auto objective = make_objective("comparative");
  FixedDiscriminator d(values({1, 3}), values({0, 0}));
  // What counts as an earlier sentence has the outputs of the first tokens 0.
  const auto reward =
      objective->reward(d, constant_tokens(2, 1), [] { return constant_tokens(2, 0); });
  const auto actual = reward(values({1}));
  const Comparison c(-2, 2);
  EXPECT_NEAR(actual[0].item<double>(), (c.better - c.worse) / 2, 1e-12);
}

/// A generator that is compared with what it wrote at first.
TEST(Comparative, TeachesTheGeneratorToBeBetterThanItWas) {
  World world = make_world({}, 0.02, "comparative");
  const auto mean_output = [&] {
    const torch::NoGradGuard no_gradient;
    const TokenBatch all = enumerate(world);
    return (log_probability(world, all).exp() * world.discriminator->logits(to_sentences(all)))
        .sum()
        .item<double>();
  };
  const double before = mean_output();
  OptionSet set;
  set.get<PolicyGradientOptions>().rollouts = 2;
  set.get<PolicyGradientOptions>().replay_share = 0.5;
  const auto strategy = make_strategy("policy-gradient", set);
  std::vector<double> rewards;
  for (int64_t step = 0; step < 30; ++step) {
    StepContext context = world.context(step, 64);
    rewards.push_back(strategy->update_generator(context).values.at("reward").item<double>());
  }
  EXPECT_GT(mean_output(), before + 0.2);
  EXPECT_NEAR(rewards.front(), 0, 0.1) << "at first it is compared with itself";
  EXPECT_GT(rewards[15], 0.05) << "it has become better than what it remembers";
}

}  // namespace
}  // namespace lingan::comparative_test
