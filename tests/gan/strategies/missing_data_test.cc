#include <lingan/gan/strategies/missing_data.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/gan/strategies/gumbel_relaxation.h>
#include <lingan/gan/strategies/token_draws.h>
#include <lingan/model/discriminators/code_discriminator.h>
#include <lingan/model/generators/mask_generator.h>
#include <lingan/model/sentences/latent_code.h>

#include "tests/gan/toy.h"

namespace lingan::missing_data_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// A world of sentences that lack words, whose strategy has its networks.
struct Game {
  World world;
  OptionSet options;
  std::unique_ptr<Strategy> strategy;

  explicit Game(const MissingDataOptions& given = {}, double learning_rate = 0.0)
      : world(make_world({}, 0.0)) {
    lacks({{1, 0, 0}, {0, 1, 1}});
    options.get<MissingDataOptions>() = given;
    options.get<GumbelSoftmaxOptions>().schedule = "constant";
    options.get<GumbelSoftmaxOptions>().inverse_temperature = 1.5;
    strategy = make_strategy("missing-data", options);
    world.add_networks(*strategy, {.learning_rate = learning_rate, .beta1 = 0.5});
  }

  /// The text is 64 sentences of three words, that lack words as these masks say in turn.
  void lacks(const std::vector<std::vector<int32_t>>& masks) {
    TokenBatch text = TokenBatch::filled(64, 3, 0);
    for (size_t i = 0; i < text.tokens.size(); ++i) {
      text.tokens[i] = masks[i / 3 % masks.size()][i % 3] == 1 ? 1 : 3 + static_cast<int>(i % 2);
    }
    text.lengths.assign(64, 3);
    text.tokens[5] = world.specials.eos;  // a sentence of two words
    world.real = to_sentences(text);
  }

  MaskGenerator& masks() {
    return dynamic_cast<MaskGenerator&>(*world.networks.at("mask-generator"));
  }
  CodeDiscriminator& judge() {
    return dynamic_cast<CodeDiscriminator&>(*world.networks.at("mask-discriminator"));
  }
  StepReport step(int64_t number = 0) {
    StepContext context = world.context(number, world.real.rows());
    return strategy->update_generator(context);
  }
  /// What the generator of masks draws, by p > 1 - u: [rows, 3].
  torch::Tensor drawn(RandomStream stream, int64_t rows) {
    const torch::NoGradGuard no_gradient;
    const auto logits = masks().forward(latent_codes(stream, 0, rows, 16));
    const auto uniform = uniform_numbers(stream, 0, rows, 0, 3);
    return (logits.sigmoid() > 1 - uniform).to(torch::kFloat32);
  }
};

/// f(x, m) word by word: bos where the mask has 1 and a word stands.
Sentences masked(const Sentences& whole, const torch::Tensor& masks) {
  Sentences sentences = whole;
  sentences.one_hot = whole.one_hot.clone();
  for (int64_t row = 0; row < masks.size(0); ++row) {
    for (int64_t t = 0; t < masks.size(1); ++t) {
      const bool is_word = t < whole.lengths[row].item<int64_t>() &&
                           whole.one_hot[row][t].argmax().item<int64_t>() != 2;
      if (!is_word || masks[row][t].item<float>() == 0) continue;
      sentences.one_hot[row][t] = torch::tensor({0.0F, 1.0F, 0.0F, 0.0F, 0.0F});
    }
  }
  return sentences;
}

/// The three losses of a step by plain arithmetic.
TEST(MissingData, MinimizesTheLossesOfThePaper) {
  Game game;
  const StepReport report = game.step(2);
  const torch::NoGradGuard no_gradient;
  World& world = game.world;
  const int64_t rows = world.real.rows();
  const auto drawn = game.drawn({17, Purpose::kSample, 2}, rows);
  torch::Tensor made = drawn.clone(), real = torch::zeros({rows, 3});
  for (int64_t row = 0; row < rows; ++row) {
    for (int64_t t = 0; t < 3; ++t) {
      const auto token = world.real.tokens[row][t].item<int64_t>();
      if (token == 2) made[row][t] = 0;
      if (token == 1) real[row][t] = 1;
    }
  }
  const auto p_made = game.judge().forward(made).sigmoid();
  const auto p_real = game.judge().forward(real).sigmoid();
  EXPECT_NEAR(report.values.at("mask-discriminator-loss").item<double>(),
              -(p_real.log().mean() + (1 - p_made).log().mean()).item<double>(), 1e-5);
  const double of_masks = -p_made.log().mean().item<double>();
  EXPECT_NEAR(report.values.at("mask-loss").item<double>(), of_masks, 1e-5);
  EXPECT_NEAR(report.values.at("missing-words").item<double>(), made.sum(1).mean().item<double>(),
              1e-5);
  const auto& relaxed = game.options.get<GumbelSoftmaxOptions>();
  const Sentences whole =
      unroll_relaxed(*world.generator, world.specials, GumbelSoftmaxRelaxation(relaxed, 1.5),
                     {{17, Purpose::kNoise, 2}, 0, rows, world.length});
  const auto judged = world.discriminator->logits(masked(whole, drawn)).sigmoid();
  const double adversarial = -judged.log().mean().item<double>();
  EXPECT_NEAR(report.values.at("adversarial").item<double>(), adversarial, 1e-5);
  EXPECT_NEAR(report.loss.item<double>(), adversarial + of_masks, 1e-5);
}

/// Of the masks' gradient what D says has the weight alpha; G's gradient has it whole.
TEST(MissingData, WeighsWhatDSaysOfMasksByAlpha) {
  std::vector<torch::Tensor> of_masks, of_sentences;
  for (const double alpha : {0.0, 0.2, 1.0}) {
    Game game({.mask_weight = alpha});
    game.step();
    of_masks.push_back(gradients(game.masks()));
    of_sentences.push_back(gradients(*game.world.generator));
  }
  const auto by_d = of_masks[2] - of_masks[0];
  EXPECT_GT(by_d.abs().max().item<double>(), 1e-4);
  EXPECT_GT(of_masks[0].abs().max().item<double>(), 1e-4);
  EXPECT_TRUE(torch::allclose(of_masks[1] - of_masks[0], 0.2 * by_d, 1e-3, 1e-7));
  EXPECT_TRUE(torch::allclose(of_sentences[0], of_sentences[2], 1e-4, 1e-7));
  EXPECT_GT(of_sentences[0].abs().max().item<double>(), 1e-4);
}

TEST(MissingData, ShowsDMaskedSentences) {
  Game game;
  StepContext context = game.world.context(3, 8);
  const Sentences fakes = game.strategy->fakes_for_discriminator(context, 40, 0);
  const auto& relaxed = game.options.get<GumbelSoftmaxOptions>();
  const torch::NoGradGuard no_gradient;
  const Sentences whole = unroll_relaxed(*game.world.generator, game.world.specials,
                                         GumbelSoftmaxRelaxation(relaxed, 1.5),
                                         {{17, Purpose::kNegatives, 3}, 0, 40, game.world.length});
  const Sentences expected = masked(whole, game.drawn({17, Purpose::kRollout, 3}, 40));
  EXPECT_TRUE(torch::allclose(fakes.one_hot, expected.one_hot));
  EXPECT_FALSE(torch::allclose(fakes.one_hot, whole.one_hot));
  EXPECT_FALSE(fakes.one_hot.requires_grad());
  const Sentences some = game.strategy->fakes_for_discriminator(context, 10, 20);
  EXPECT_TRUE(torch::allclose(some.one_hot, fakes.one_hot.slice(0, 20, 30), 1e-5, 1e-6));
}

/// Of the first words three in four are missing, of the second none, of the third one in four.
TEST(MissingData, LearnsHowOftenEachWordIsMissing) {
  Game game({.mask_weight = 0.0, .generator_width = 32, .discriminator_width = 32}, 0.005);
  game.lacks({{1, 0, 0}, {1, 0, 1}, {1, 0, 0}, {0, 0, 0}});
  for (int64_t number = 0; number < 400; ++number) game.step(number);
  const auto shares = game.drawn({5, Purpose::kEvaluate, 0}, 2000).mean(0);
  EXPECT_NEAR(shares[0].item<double>(), 0.75, 0.12);
  EXPECT_NEAR(shares[1].item<double>(), 0.0, 0.1);
  EXPECT_NEAR(shares[2].item<double>(), 0.25, 0.12);
}

}  // namespace
}  // namespace lingan::missing_data_test
