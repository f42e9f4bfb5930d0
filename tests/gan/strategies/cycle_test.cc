#include <lingan/gan/strategies/cycle.h>

#include <gtest/gtest.h>

#include <map>
#include <string>

#include <fmt/format.h>

#include <lingan/gan/strategies/cycle_consistency.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>
#include <lingan/gan/strategies/transfer_figures.h>
#include <lingan/gan/training/trainer.h>
#include <lingan/grammar/grammar_sampler.h>

#include "tests/gan/read_backs.h"
#include "tests/gan/strategies/rewriting.h"
#include "tests/gan/training/small_run.h"

namespace lingan {
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

/// Two styles: in nine of ten sentences of the one a colour stands where in nine of the other a
/// number does. Both write both: a generator does not learn the other's word by its label alone.
std::string grammar_of(int colours, int numbers) {
  return fmt::format(R"(
Sentence -> the Colour Noun is at the Place [{}] | the Number Noun is at the Place [{}]
Noun -> house | car | book | ship | hat
Place -> market | river | school
Colour -> red | blue | green
Number -> one | two | three
)",
                     colours, numbers);
}

constexpr int64_t kOfEach = 600;
constexpr int32_t kWidth = 8;

/// Sentences of both, not paired.
TrainingData two_styles() {
  std::map<std::string, int32_t> ids;
  TokenBatch all = TokenBatch::filled(2 * kOfEach, kWidth, 0);
  for (int32_t style = 0; style < 2; ++style) {
    const Grammar grammar =
        parse_grammar(style == 0 ? grammar_of(9, 1) : grammar_of(1, 9), "style.grammar");
    const GrammarSampler sampler(grammar, 5 + static_cast<uint64_t>(style));
    for (int64_t i = 0; i < kOfEach; ++i) {
      const int64_t row = kOfEach * style + i;
      int32_t* out = &all.tokens[static_cast<size_t>(row) * kWidth];
      for (const int32_t terminal : sampler.terminals(static_cast<uint64_t>(i))) {
        const auto next = static_cast<int32_t>(ids.size()) + 4;
        *out++ = ids.try_emplace(grammar.terminals[terminal], next).first->second;
      }
      *out = 2;
      all.lengths[row] = kWidth;
      all.labels.push_back(style);
    }
  }
  std::vector<int64_t> train, held_out;
  for (int64_t row = 0; row < all.rows; ++row) (row % 10 == 0 ? held_out : train).push_back(row);
  return {.train = select_rows(all, train),
          .validation = select_rows(all, held_out),
          .specials = {},
          .vocabulary_size = static_cast<int32_t>(ids.size()) + 4,
          .label_sentences = {kOfEach * 9 / 10, kOfEach * 9 / 10}};
}

/// The recipe with small networks, and without noise in sentences of one structure.
Recipe small_cyclegan(int64_t rounds) {
  const std::vector<std::string> small = {"generator.embedding_width=32",
                                          "generator.hidden_width=64",
                                          "generator.source_dropout=0",
                                          "generator.source_shuffle=0",
                                          "discriminator.embedding_width=32",
                                          "discriminator.filter_widths=[2, 3]",
                                          "discriminator.filter_counts=[64, 64]",
                                          "strategy.cycle.cycle_weight=1.0",
                                          "optimizer.likelihood.learning_rate=0.005",
                                          "optimizer.generator.learning_rate=1e-3",
                                          "optimizer.discriminator.learning_rate=2e-3",
                                          "training.batch_size=16",
                                          "training.pretrain_epochs=60",
                                          "training.pretrain_patience=0",
                                          "training.round=generator x8, likelihood, discriminator"};
  Recipe recipe = load_recipe("cyclegan", small);
  recipe.training.adversarial_rounds = rounds;
  recipe.training.evaluate_every = std::max<int64_t>(rounds, 1);
  return recipe;
}

/// The figures of a run of so many adversarial rounds after the same start.
std::map<std::string, double> figures_after(int64_t rounds) {
  const TrainingData data = two_styles();
  Trainer trainer(small_cyclegan(rounds), data, 3);
  Watcher watcher;
  trainer.run(watcher);
  return TransferFigures().of(trainer.generator(), to_sentences(data.validation), kWidth);
}

/// An auto-encoder alone copies; with the cycle the word becomes one of the other style, and the
/// others stay: where all seven words but one do, BLEU is about 64.
TEST(Cycle, SwapsTheWordsInWhichTwoStylesDiffer) {
  const auto start = figures_after(0);
  EXPECT_LT(start.at("transfer-accuracy"), 0.2);
  EXPECT_GT(start.at("content-bleu"), 95.0);
  const auto after = figures_after(80);
  EXPECT_GT(after.at("transfer-accuracy"), 0.7);
  EXPECT_GT(after.at("content-bleu"), 60.0);
  EXPECT_LT(after.at("transfer-perplexity"), start.at("transfer-perplexity") - 0.2);
}

}  // namespace
}  // namespace lingan
