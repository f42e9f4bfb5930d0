#include <lingan/gan/strategies/odds_weighted.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/gan/toy.h"

namespace lingan::odds_weighted_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)
using ::testing::HasSubstr;

/// A world that a strategy plays in, and all of its sentences.
struct Game {
  World world = make_world({}, 0.01);
  TokenBatch all = enumerate(world);
  torch::Tensor ln_target;  ///< of G at its start times D's odds, the residual model
  std::unique_ptr<Strategy> strategy;

  explicit Game(const OddsWeightedOptions& options) {
    OptionSet set;
    set.get<OddsWeightedOptions>() = options;
    strategy = make_strategy("odds-weighted", set);
    const torch::NoGradGuard no_gradient;
    const auto energy =
        log_probability(world, all) + world.discriminator->logits(to_sentences(all));
    ln_target = energy - energy.logsumexp(0);
  }

  StepReport step(int64_t number, const TokenBatch* held_out = nullptr) {
    StepContext context = world.context(number, 64, 200);
    context.held_out = held_out;
    return strategy->update_generator(context);
  }

  /// KL(residual model || G), nats a sentence.
  double divergence() const {
    const torch::NoGradGuard no_gradient;
    return (ln_target.exp() * (ln_target - log_probability(world, all))).sum().item<double>();
  }
};

TEST(OddsWeighted, BringsTheGeneratorNearerToTheResidualModel) {
  Game game({.pool = 2000, .pool_every = 0, .anchor = 1.0, .shuffle_weights = false});
  const double before = game.divergence();
  for (int64_t number = 0; number < 150; ++number) game.step(number);
  EXPECT_LT(game.divergence(), 0.6 * before) << before;
}

TEST(OddsWeighted, LearnsNothingOfShuffledWeights) {
  Game game({.pool = 2000, .pool_every = 0, .anchor = 1.0, .shuffle_weights = true});
  const double before = game.divergence();
  for (int64_t number = 0; number < 150; ++number) game.step(number);
  EXPECT_GT(game.divergence(), 0.9 * before) << before;
}

TEST(OddsWeighted, GoesFurtherWithPoolsOfTheGeneratorAsItHasBecome) {
  Game game({.pool = 640, .pool_every = 10, .anchor = 1.0, .shuffle_weights = false});
  Game once({.pool = 640, .pool_every = 0, .anchor = 1.0, .shuffle_weights = false});
  const auto norm = [](const Game& of) {
    return flatten(of.world.generator->parameters()).norm().item<double>();
  };
  EXPECT_EQ(norm(game), norm(once));
  for (int64_t number = 0; number < 10; ++number) {
    game.step(number);
    once.step(number);
  }
  EXPECT_EQ(norm(game), norm(once)) << "the same first pool";
  game.step(10);
  once.step(10);
  EXPECT_NE(norm(game), norm(once));
}

/// Held-out sentences, which are those of the world's text over and over.
TokenBatch held_out(const World& world) {
  const TokenBatch real = to_token_batch(world.real);
  std::vector<int64_t> rows;
  for (int64_t row = 0; row < 200; ++row) rows.push_back(row % real.rows);
  return select_rows(real, rows);
}

TEST(OddsWeighted, StopsWhereTheDiscriminatorGuesses) {
  Game game({.pool = 100, .pool_every = 0, .anchor = 1.0, .shuffle_weights = false});
  {
    const torch::NoGradGuard no_gradient;
    game.world.discriminator->parameters().back().zero_();  // the output layer's
  }
  const TokenBatch text = held_out(game.world);
  const auto before = flatten(game.world.generator->parameters());
  EXPECT_EQ(game.strategy->why_stop(), "");
  const StepReport report = game.step(0, &text);
  EXPECT_THAT(game.strategy->why_stop(), HasSubstr("nothing to teach"));
  EXPECT_TRUE(torch::equal(before, flatten(game.world.generator->parameters())));
  EXPECT_NEAR(report.values.at("held-out-cross-entropy").item<double>(), 0.6931, 1e-4);

  Game resumed({.pool = 100, .pool_every = 0, .anchor = 1.0, .shuffle_weights = false});
  resumed.strategy->restore(game.strategy->state());
  EXPECT_EQ(resumed.strategy->why_stop(), game.strategy->why_stop());
}

TEST(OddsWeighted, TellsWhatTheDiscriminatorKnows) {
  Game game({.pool = 3000, .pool_every = 0, .anchor = 1.0, .shuffle_weights = false});
  const TokenBatch text = held_out(game.world);
  const StepReport report = game.step(0, &text);
  for (const char* figure : {"logit-scale", "held-out-accuracy", "residual-gain"}) {
    EXPECT_TRUE(report.values.contains(figure)) << figure;
  }
  const double share = report.values.at("effective-share").item<double>();
  EXPECT_GT(share, 0);
  EXPECT_LE(share, 1);
}

}  // namespace
}  // namespace lingan::odds_weighted_test
