#include <lingan/gan/strategies/cycle.h>

#include <gtest/gtest.h>

#include <lingan/gan/strategies/cycle_consistency.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>

#include "tests/gan/read_backs.h"
#include "tests/gan/strategies/rewriting.h"

namespace lingan::cycle_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// A world of two labels, and D with a class for each.
struct Game {
  World world = make_world({}, 0.0, "classes", networks_for("cycle"));
  OptionSet options;
  std::unique_ptr<Strategy> strategy;

  explicit Game(const CycleOptions& given = {}) {
    DiscriminatorOptions discriminator;
    discriminator.vocabulary_size = 5;
    discriminator.specials = world.specials;
    discriminator.embedding_width = 4;
    discriminator.filter_widths = {1, 2};
    discriminator.filter_counts = {3, 4};
    discriminator.initial_weights = "torch";
    discriminator.length = world.length;
    discriminator.classes = 2;
    world.discriminator = make_discriminator(discriminator, {4, Purpose::kInitialize, 0});
    options.get<CycleOptions>() = given;
    options.get<GumbelSoftmaxOptions>().schedule = "constant";
    options.get<GumbelSoftmaxOptions>().inverse_temperature = 1.5;
    options.get<GumbelSoftmaxOptions>().feed_hard = false;
    strategy = make_strategy("cycle", options);
  }
  StepReport step(int64_t number = 0) {
    StepContext context = world.context(number, 6);
    return strategy->update_generator(context);
  }
};

/// Adversarial + lambda cycle + identity, by D's classes and torch's own layers.
TEST(Cycle, MinimizesTheLossesOfThePaper) {
  Game game({.cycle_weight = 3.0, .identity_weight = 0.5});
  const StepReport report = game.step(2);
  const torch::NoGradGuard no_gradient;
  World& world = game.world;
  const auto& relaxed = game.options.get<GumbelSoftmaxOptions>();
  const Sentences fake =
      rewritten(*world.generator, world.real, GumbelSoftmaxRelaxation(relaxed, 1.5),
                {.stream = {17, Purpose::kNoise, 2}, .length = world.length});
  world.discriminator->eval();
  const auto classes =
      torch::log_softmax(world.discriminator->class_logits(world.discriminator->features(fake)), 1);
  double adversarial = 0, cycle = 0, identity = 0, tokens = 0;
  for (int64_t row = 0; row < 6; ++row) {
    const auto vectors = [&](const Sentences& sentences) {
      return to_vectors(sentences, world.generator->embeddings())[row].slice(
          0, 0, sentences.lengths[row].item<int64_t>());
    };
    const int64_t other = 1 - world.real.labels[row].item<int64_t>();
    adversarial -= classes[row][other].item<double>() / 6;
    cycle -= log_likelihood_of_row(*world.generator, world.real, row, vectors(fake));
    identity -= log_likelihood_of_row(*world.generator, world.real, row, vectors(world.real));
    tokens += world.real.lengths[row].item<double>();
  }
  EXPECT_NEAR(report.values.at("adversarial").item<double>(), adversarial, 1e-5);
  EXPECT_NEAR(report.values.at("cycle").item<double>(), cycle / tokens, 1e-5);
  EXPECT_NEAR(report.values.at("identity").item<double>(), identity / tokens, 1e-5);
  EXPECT_NEAR(report.loss.item<double>(), adversarial + 3 * cycle / tokens + identity / tokens / 2,
              1e-5);
}

/// The way back teaches the way there, too: through relaxed tokens, in all weights of both.
TEST(Cycle, HasTheGradientsOfFiniteDifferences) {
  Game game({.cycle_weight = 2.0, .identity_weight = 0.5});
  game.world.generator->to(torch::kFloat64);
  game.world.discriminator->to(torch::kFloat64);
  game.step();
  const auto actual = gradients(*game.world.generator);
  std::vector<double> expected;
  for (const torch::Tensor& weight : game.world.generator->parameters()) {
    auto* values = weight.data_ptr<double>();
    for (int64_t i = 0; i < weight.numel(); ++i) {
      constexpr double kStep = 1e-5;
      const double middle = values[i];
      values[i] = middle + kStep;
      const double above = game.step().loss.item<double>();
      values[i] = middle - kStep;
      const double below = game.step().loss.item<double>();
      values[i] = middle;
      expected.push_back((above - below) / (2 * kStep));
    }
  }
  EXPECT_LT((actual - torch::tensor(expected, torch::kFloat64)).abs().max().item<double>(), 1e-6);
  EXPECT_GT(actual.abs().max().item<double>(), 0.01);
}

/// Both labels' own weights hear of a sentence of one label: it goes there and comes back.
TEST(Cycle, TeachesBothDirectionsByEachSentence) {
  Game game;
  game.world.real.labels = torch::zeros({6}, torch::kInt64);
  game.step();
  const auto gradient =
      game.world.generator->named_parameters()["label_embedding"].grad().abs().amax(1);
  EXPECT_GT(gradient[0].item<float>(), 1e-4) << "on the way back";
  EXPECT_GT(gradient[1].item<float>(), 1e-4) << "on the way there";
}

/// On the CPU alone it looks after each token whether all sentences have ended.
TEST(Cycle, ReadsBackNoMoreThanTheUnrolling) {
  Game game;
  const ReadBacks read_backs;
  game.step();
  EXPECT_LE(read_backs.seen(), game.world.length);
}

TEST(Cycle, ShowsDRealSentencesWrittenAgain) {
  Game game;
  StepContext context = game.world.context(0, 6);
  const Sentences all = game.strategy->fakes_for_discriminator(context, 6, 12);
  EXPECT_TRUE(torch::equal(all.labels, 1 - game.world.real.labels));
  EXPECT_FALSE(all.one_hot.requires_grad());
  const Sentences some = game.strategy->fakes_for_discriminator(context, 4, 15);
  EXPECT_TRUE(torch::equal(some.labels.slice(0, 0, 3), all.labels.slice(0, 3)));
  EXPECT_TRUE(torch::allclose(some.one_hot.slice(0, 0, 3), all.one_hot.slice(0, 3), 1e-5, 1e-6));
  EXPECT_EQ(some.labels[3].item<int64_t>(), all.labels[0].item<int64_t>()) << "over and over";
}

}  // namespace
}  // namespace lingan::cycle_test
