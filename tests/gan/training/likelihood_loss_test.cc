#include <gtest/gtest.h>

#include <cmath>

#include <lingan/gan/training/likelihood_loss.h>

#include "tests/gan/toy.h"

namespace lingan::likelihood_loss_test {
namespace {

using testing::enumerate;
using testing::log_probability;
using testing::make_world;
using testing::World;

/// -sum over rows of ln p, over their tokens: what both figures are.
double by_definition(const World& world, const TokenBatch& batch) {
  const torch::NoGradGuard no_gradient;
  int64_t tokens = 0;
  for (const int32_t length : batch.lengths) tokens += length;
  return -log_probability(world, batch).sum().item<double>() / static_cast<double>(tokens);
}

TEST(LikelihoodLoss, IsTheSumOverTokensThatAreNoPadsByANumberOfThem) {
  const World world = make_world({}, 0.0);
  const TokenBatch all = enumerate(world);
  int64_t tokens = 0;
  for (const int32_t length : all.lengths) tokens += length;
  const auto count = static_cast<double>(tokens);
  const auto loss = likelihood_loss(*world.generator, to_sentences(all), count);
  EXPECT_NEAR(loss.item<double>(), by_definition(world, all), 1e-5);
  EXPECT_TRUE(loss.requires_grad());
  const auto half = likelihood_loss(*world.generator, to_sentences(all), 2 * count);
  EXPECT_NEAR(half.item<double>(), loss.item<double>() / 2, 1e-6);
}

/// "3 _ 4": the words that are there, each after all before it, of which one is bos again.
TEST(LikelihoodLoss, IsThatOfTheWordsThatAreThere) {
  const World world = make_world({}, 0.0);
  const Sentences lacking =
      to_sentences({.rows = 1, .width = 3, .tokens = {3, 1, 4}, .lengths = {3}});
  const auto loss = likelihood_loss(*world.generator, lacking, 1);
  const torch::NoGradGuard no_gradient;
  auto state = world.generator->initial_state(1);
  double nll = 0;
  for (const auto& [fed, next] : {std::pair{1, 3}, {3, 1}, {1, 4}}) {
    const auto input = world.generator->embeddings()[fed].unsqueeze(0);
    const auto log_p = torch::log_softmax(world.generator->step(input, state), 1);
    if (next != 1) nll -= log_p[0][next].item<double>();
  }
  EXPECT_NEAR(loss.item<double>(), nll, 1e-5);
}

/// Each sentence under its label's network alone.
TEST(LikelihoodLoss, IsThatOfEachLabelsOwnNetwork) {
  World world = make_world({}, 0.0);
  TokenBatch all = enumerate(world);
  for (int64_t row = 0; row < all.rows; ++row) all.labels.push_back(row % 3 == 0 ? 1 : 0);
  GeneratorOptions options = world.generator->options();
  options.labels = "separate";
  options.label_sentences = {2, 1, 1};  // no sentence of a batch has the last
  const auto labelled = make_generator(options, {4, Purpose::kInitialize, 0});
  double sum = 0, tokens = 0;
  for (const int32_t label : {0, 1}) {
    const TokenBatch rows = select_rows(all, rows_with_label(all, label));
    double count = 0;
    for (const int32_t length : rows.lengths) count += length;
    const auto loss = likelihood_loss(*labelled->of_labels()[label], to_sentences(rows), 1);
    sum += loss.item<double>();
    tokens += count;
  }
  const auto loss = likelihood_loss(*labelled, to_sentences(all), tokens);
  EXPECT_NEAR(loss.item<double>(), sum / tokens, 1e-5);
  EXPECT_NEAR(corpus_nll(*labelled, all, world.specials), sum / tokens, 1e-5);
  loss.backward();
  EXPECT_TRUE(labelled->of_labels()[1]->embeddings().grad().defined());
  EXPECT_FALSE(labelled->of_labels()[2]->embeddings().grad().defined());
}

TEST(LikelihoodLoss, IsGivenTheLabelOfAGeneratorThatIsToldIt) {
  World world = make_world({}, 0.0);
  TokenBatch all = enumerate(world);
  for (int64_t row = 0; row < all.rows; ++row) all.labels.push_back(row % 3 == 0 ? 1 : 0);
  GeneratorOptions options = world.generator->options();
  options.labels = "condition";
  options.label_sentences = {2, 1};
  const auto told = make_generator(options, {4, Purpose::kInitialize, 0});
  double sum = 0;
  for (const int32_t label : {0, 1}) {
    const TokenBatch rows = select_rows(all, rows_with_label(all, label));
    const auto own = std::const_pointer_cast<Generator>(told->of_label(label));
    sum += likelihood_loss(*own, to_sentences(rows), 1).item<double>();
  }
  EXPECT_NEAR(likelihood_loss(*told, to_sentences(all), 1).item<double>(), sum, 1e-4);
  double tokens = 0;
  for (const int32_t length : all.lengths) tokens += length;
  EXPECT_NEAR(corpus_nll(*told, all, world.specials), sum / tokens, 1e-5);
}

TEST(CorpusNll, IsTheSameFigureByTheEngine) {
  for (const SpecialTokens specials : {SpecialTokens{}, testing::kNoEos}) {
    const World world = make_world(specials, 0.0);
    const TokenBatch all = enumerate(world);
    EXPECT_NEAR(corpus_nll(*world.generator, all, specials), by_definition(world, all), 1e-5);
  }
}

}  // namespace
}  // namespace lingan::likelihood_loss_test
