#include <lingan/gan/strategies/likelihood_ratio.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/base/error.h>

#include "tests/gan/toy.h"

namespace lingan::likelihood_ratio_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// A world that a strategy plays in; its text is two thirds of one sentence, one third of another.
struct Game {
  World world;
  std::unique_ptr<Strategy> strategy;

  explicit Game(const LikelihoodRatioOptions& options, double learning_rate = 0.02)
      : world(make_world({}, learning_rate)) {
    OptionSet set;
    set.get<LikelihoodRatioOptions>() = options;
    strategy = make_strategy("likelihood-ratio", set);
    world.discriminator = nullptr;
    TokenBatch real = to_token_batch(world.real);
    const std::vector<int64_t> rows = {0, 0, 1};
    world.real = to_sentences(select_rows(real, rows));
  }
  StepReport step(int64_t number, int64_t batch = 64) {
    StepContext context = world.context(number, batch, 1000);
    return strategy->update_generator(context);
  }
  /// Of the three sentences of the text.
  std::vector<double> probabilities() const {
    const torch::NoGradGuard no_gradient;
    const auto p = log_probability(world, to_token_batch(world.real)).exp().to(torch::kFloat64);
    return {p.data_ptr<double>(), p.data_ptr<double>() + 3};
  }
  torch::Tensor weights() const { return flatten(world.generator->parameters()); }
};

// The best that the losses know, where the reference is renewed and so comes to be the text's own.
TEST(LikelihoodRatio, BringsTheGeneratorToTheText) {
  for (const char* level : {"sentences", "tokens"}) {
    Game game({.level = level, .reference_every = 10});
    for (int64_t number = 0; number < 600; ++number) game.step(number);
    const auto p = game.probabilities();
    EXPECT_NEAR(p[0], 2.0 / 3, 0.1) << level;
    EXPECT_NEAR(p[2], 1.0 / 3, 0.1) << level;
  }
}

// One reference: ln G - ln G0 = (ln p_data - ln G0) / beta of the likelier real sentences.
TEST(LikelihoodRatio, GoesAsFarFromItsReferenceAsBetaSays) {
  Game near({.level = "tokens", .beta = 3.0}), text({.level = "tokens", .beta = 1.0});
  const auto start = near.probabilities();
  for (int64_t number = 0; number < 400; ++number) {
    near.step(number);
    text.step(number);
  }
  EXPECT_NEAR(text.probabilities()[0], 2.0 / 3, 0.05);
  EXPECT_GT(near.probabilities()[0], 2 * start[0]);
  EXPECT_LT(near.probabilities()[0], text.probabilities()[0] - 0.1);
}

TEST(LikelihoodRatio, RenewsItsReferenceWhenItIsDue) {
  Game never({.reference_every = 0}), third({.reference_every = 3});
  for (int64_t number = 0; number < 3; ++number) {
    EXPECT_TRUE(torch::equal(never.weights(), third.weights())) << number;
    never.step(number);
    third.step(number);
  }
  EXPECT_NE(never.step(3).values.at("real-log-ratio").item<double>(), 0);
  EXPECT_EQ(third.step(3).values.at("real-log-ratio").item<double>(), 0) << "G is its reference";
}

// The fakes' mean is that of the reference's own sentences: -KL(G0 || G), enumerated.
TEST(LikelihoodRatio, TellsHowFarItIsFromItsReference) {
  Game game({.level = "sentences"});
  const TokenBatch all = enumerate(game.world);
  const auto now = [&] {
    const torch::NoGradGuard no_gradient;
    return log_probability(game.world, all);
  };
  const auto before = now();
  for (int64_t number = 0; number < 20; ++number) game.step(number);
  const double expected = (before.exp() * (now() - before)).sum().item<double>();
  const double told = game.step(20, 20000).values.at("fake-log-ratio").item<double>();
  EXPECT_NEAR(told, expected, 0.05 * std::abs(expected));
}

TEST(LikelihoodRatio, HasNoFakesForADiscriminator) {
  Game game({});
  StepContext context = game.world.context(0, 4);
  EXPECT_THROW(game.strategy->fakes_for_discriminator(context, 4, 0), UsageError);
}

}  // namespace
}  // namespace lingan::likelihood_ratio_test
