#include <lingan/gan/gradients/sampled_estimate.h>

#include <gtest/gtest.h>

#include "tests/gan/toy.h"

namespace lingan::sampled_estimate_test {
namespace {

struct Game {
  explicit Game(SpecialTokens specials)
      : world(testing::make_world(specials, 0)),
        context(world.context(0, 6)),
        reward(context, {.reward = "probability"}) {
    world.generator->eval();
    world.discriminator->eval();
  }
  std::unique_ptr<SampledEstimate> make(const char* name, gradients::EstimatorSettings settings) {
    source = std::make_unique<EstimateSource>(EstimateSource{.context = context, .reward = reward});
    return make_sampled_estimate(*card_named(sampled_estimators(), name), settings, *source);
  }

  testing::World world;
  StepContext context;
  ExpectedReward reward;
  std::unique_ptr<EstimateSource> source;
};

/// The bias of the output layer is one for all positions: its gradient is the sum over them.
TEST(SampledEstimate, OfThePositionsSumsToThatOfTheOutputBias) {
  for (const SpecialTokens specials : {testing::kNoEos, SpecialTokens{}}) {
    Game game(specials);
    for (const auto& card : sampled_estimators()) {
      const auto estimate = game.make(card.name.data(), {.samples = 5, .rollouts = 2});
      estimate->make(3);
      const auto sum = estimate->by_position().sum(0);
      const auto bias = game.world.generator->named_parameters()["output_bias"].grad();
      EXPECT_TRUE(torch::allclose(sum, bias, 1e-4, 1e-6)) << card.name;
      EXPECT_GT(sum.abs().sum().item<double>(), 0) << card.name;
    }
  }
}

/// A mean over all sentences weighed by their probability is the gradient of the expectation.
TEST(SampledEstimate, PointsWhereTheExpectedRewardRises) {
  Game game(SpecialTokens{});
  Generator& generator = *game.world.generator;
  const TokenBatch all = testing::enumerate(game.world);
  const auto expectation = [&] {
    const auto rewards = game.reward.rewarder().rewards(hard_sentences(all));
    return (testing::log_probability(game.world, all).exp() * rewards).sum();
  };
  generator.zero_grad();
  expectation().backward();
  const auto exact = testing::gradients(generator);
  auto mean = torch::zeros_like(exact);
  const auto estimate = game.make("leave-one-out", {.samples = 2000});
  constexpr int kEstimates = 20;
  for (int i = 0; i < kEstimates; ++i) {
    estimate->make(i);
    mean += testing::gradients(generator) / kEstimates;
  }
  EXPECT_LT((mean - exact).norm().item<double>(), .1 * exact.norm().item<double>());
  EXPECT_NEAR(estimate->reward(), expectation().item<double>(), .02);
}

/// Of a generator that always ends at once.
TEST(SampledEstimate, CountsTheTokensOfTheLikeliestSentenceAsItIs) {
  const SpecialTokens specials;
  Game game(specials);
  {
    const torch::NoGradGuard no_gradient;
    game.world.generator->named_parameters()["output_bias"][specials.eos] += 50;
  }
  const EstimateCost cost = game.make("self-critical", {.samples = 5})->make(1);
  EXPECT_EQ(cost.reward_calls, 5 + 1);
  EXPECT_EQ(cost.tokens, 5 + 1);
}

TEST(SampledEstimate, OfOneNumberIsTheSameAgain) {
  Game game(SpecialTokens{});
  for (const char* name : {"rollouts", "soft", "gumbel-rao"}) {
    const auto estimate = game.make(name, {.samples = 4, .rollouts = 3});
    const auto at = [&](int64_t number) {
      estimate->make(number);
      return testing::gradients(*game.world.generator);
    };
    const auto first = at(7);
    EXPECT_FALSE(torch::equal(at(8), first)) << name;
    EXPECT_TRUE(torch::equal(at(7), first)) << name;
  }
}

}  // namespace
}  // namespace lingan::sampled_estimate_test
