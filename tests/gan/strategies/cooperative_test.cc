#include <lingan/gan/strategies/cooperative.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/base/error.h>

#include "tests/gan/toy.h"

namespace lingan::cooperative_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

OptionSet small() {
  OptionSet options;
  options.get<CooperativeOptions>() = {.mediator_width = 6, .mediator_dropout = 0.0};
  return options;
}

/// A world whose strategy has its networks.
struct Game {
  World world;
  std::unique_ptr<Strategy> strategy = make_strategy("cooperative", small());

  explicit Game(double learning_rate, const OptimizerOptions& of_mediator = {.learning_rate = 0.05})
      : world(make_world({}, learning_rate)) {
    world.discriminator = nullptr;
    world.add_networks(*strategy, of_mediator);
  }
  Generator& mediator() { return dynamic_cast<Generator&>(*world.networks.at("mediator")); }
  Optimizer& mediator_optimizer() { return *world.network_optimizers.at("mediator"); }
  StepReport step(int64_t number, int64_t batch) {
    StepContext context = world.context(number, batch, 1000);
    return strategy->update_generator(context);
  }
};

/// sum_x p(x) sum_t KL(G || M) at the prefixes of x, over the mean length: what the loss estimates,
/// with the prefixes' probabilities as given.
torch::Tensor exact_divergence(Game& game) {
  const TokenBatch all = enumerate(game.world);
  const Sentences sentences = to_sentences(all);
  const auto p = log_probability(game.world, all).exp().detach().unsqueeze(1);
  const auto own = torch::log_softmax(game.world.generator->forward(sentences.tokens), -1);
  const auto of_mediator =
      torch::log_softmax(game.mediator().forward(sentences.tokens), -1).detach();
  const auto inside = torch::arange(all.width).unsqueeze(0) < sentences.lengths.unsqueeze(1);
  const auto divergence = (own.exp() * (own - of_mediator)).sum(-1);
  return (p * divergence * inside).sum() / (p * inside).sum();
}

TEST(Cooperative, DescendsTheExactDivergenceFromTheMediator) {
  Game game(0.0);
  const StepReport report = game.step(0, 20000);
  const auto actual = gradients(*game.world.generator);
  // The mediator has moved before G's step.
  game.world.generator->zero_grad();
  const auto loss = exact_divergence(game);
  loss.backward();
  const auto expected = gradients(*game.world.generator);
  EXPECT_NEAR(report.loss.item<double>(), loss.item<double>(), 0.02 * loss.item<double>() + 1e-3);
  EXPECT_LT((actual - expected).norm().item<double>(), 0.05 * expected.norm().item<double>());
}

TEST(Cooperative, FollowsTheAverageOfTheWeightsOfTheMediator) {
  Game game(0.0, {.learning_rate = 0.5, .average = 0.9});
  for (int64_t number = 0; number < 4; ++number) game.step(number, 64);
  const double loss = game.step(4, 20000).loss.item<double>();
  const double of_weights = exact_divergence(game).item<double>();
  const AveragedWeights averaged(game.mediator_optimizer());
  const double of_average = exact_divergence(game).item<double>();
  ASSERT_GT(std::abs(of_weights - of_average), 0.1 * of_average) << "the two must differ";
  EXPECT_NEAR(loss, of_average, 0.02 * of_average + 1e-3);
}

/// D at its best is the mixture of data and G, and G comes nearer to the data.
TEST(Cooperative, BringsTheGeneratorNearerToTheData) {
  Game game(0.02);
  const TokenBatch real = to_token_batch(game.world.real);
  const auto nll = [&] {
    const torch::NoGradGuard no_gradient;
    return -log_probability(game.world, real).mean().item<double>();
  };
  const double before = nll();
  for (int64_t number = 0; number < 200; ++number) game.step(number, 64);
  EXPECT_LT(nll(), before - 0.5);
}

TEST(Cooperative, HasNoFakesForADiscriminator) {
  Game game(0.0);
  StepContext context = game.world.context(0, 4);
  EXPECT_THROW(game.strategy->fakes_for_discriminator(context, 4, 0), UsageError);
}

}  // namespace
}  // namespace lingan::cooperative_test
