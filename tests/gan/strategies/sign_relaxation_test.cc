#include <lingan/gan/strategies/sign_relaxation.h>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include <lingan/gan/strategies/binary_code_losses.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>
#include <lingan/gan/strategies/relaxed_sentences.h>
#include <lingan/model/generators/code_encoder.h>
#include <lingan/model/sentences/latent_code.h>

#include "tests/gan/strategies/coded_world.h"

namespace lingan::sign_relaxation_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// Tokens that are smooth in all weights.
GumbelSoftmaxOptions smooth_tokens() {
  return {.schedule = "constant", .inverse_temperature = 2.0, .feed_hard = false};
}

/// A world whose strategy has its encoder.
struct Game {
  World world = make_world({}, 0.0, "non-saturating", networks_for("sign-relaxation"));
  std::unique_ptr<Strategy> strategy;
  SignRelaxationOptions given;

  explicit Game(const SignRelaxationOptions& options = {}) : given(options) {
    given.encoder_width = 6;
    OptionSet set;
    set.get<SignRelaxationOptions>() = given;
    set.get<GumbelSoftmaxOptions>() = smooth_tokens();
    strategy = make_strategy("sign-relaxation", set);
    world.add_networks(*strategy, {.learning_rate = 0.0});
  }
  CodeEncoder& encoder() { return dynamic_cast<CodeEncoder&>(*world.networks.at("encoder")); }
  StepContext context(int64_t number) { return world.context(number, world.real.rows(), 11); }
  StepReport step(int64_t number) {
    StepContext context = this->context(number);
    return strategy->update_generator(context);
  }
  Sentences reconstructed(const torch::Tensor& codes, Purpose purpose, uint64_t first_row) {
    const GumbelSoftmaxOptions tokens = smooth_tokens();
    return unroll_relaxed(*world.generator, world.specials, GumbelSoftmaxRelaxation(tokens, 2.0),
                          {.stream = {17, purpose, 5},
                           .first_row = first_row,
                           .rows = codes.size(0),
                           .length = world.length,
                           .latent = codes});
  }
};

/// The loss of a step from its parts; at step 5 of 11 beta is half of the way from 1 to 9.
TEST(SignRelaxation, MinimizesReconstructionNeighbourhoodBalanceAndTheObjective) {
  Game game({.schedule = "linear",
             .sharpness = 9.0,
             .neighbours = 1,
             .neighbourhood_weight = 3.0,
             .balance_weight = 0.5,
             .adversarial_weight = 2.0});
  const StepReport report = game.step(5);
  const torch::NoGradGuard no_gradient;
  const Sentences& real = game.world.real;
  const auto codes = torch::tanh(5 * game.encoder().forward(real).mean);
  const double reconstruction =
      -log_likelihood_at(*game.world.generator, real, codes).mean().item<double>();
  const double neighbourhood =
      neighbourhood_loss(codes, neighbour_signs(bag_of_words_similarity(real, 5), 1))
          .item<double>();
  const double balance = balance_loss(codes).item<double>();
  const double adversarial = game.world.objective
                                 ->generator_loss(*game.world.discriminator, real,
                                                  game.reconstructed(codes, Purpose::kNoise, 0))
                                 .item<double>();
  EXPECT_NEAR(report.values.at("reconstruction").item<double>(), reconstruction, 1e-5);
  EXPECT_NEAR(report.values.at("neighbourhood").item<double>(), neighbourhood, 1e-6);
  EXPECT_NEAR(report.values.at("imbalance").item<double>(), balance, 1e-6);
  EXPECT_NEAR(report.values.at("adversarial").item<double>(), adversarial, 1e-5);
  EXPECT_NEAR(report.values.at("sharpness").item<double>(), 5.0, 1e-6);
  EXPECT_NEAR(report.loss.item<double>(),
              reconstruction + 3 * neighbourhood + 0.5 * balance + 2 * adversarial, 1e-4);
}

TEST(SignRelaxation, HasTheGradientsOfFiniteDifferences) {
  Game game({.schedule = "constant", .sharpness = 2.0, .neighbours = 1});
  game.world.generator->to(torch::kFloat64);
  game.world.discriminator->to(torch::kFloat64);
  // D's own: a change of the generator's must not reach it.
  game.world.discriminator->share_embeddings(game.world.generator->embeddings().clone());
  game.encoder().to(torch::kFloat64);
  game.step(7);
  for (const torch::nn::Module* network :
       {static_cast<const torch::nn::Module*>(game.world.generator.get()),
        static_cast<const torch::nn::Module*>(&game.encoder())}) {
    const auto actual = gradients(*network);
    std::vector<double> expected;
    for (const torch::Tensor& weight : network->parameters()) {
      double* values = weight.data_ptr<double>();
      for (int64_t i = 0; i < weight.numel(); ++i) {
        constexpr double kStep = 1e-5;
        const double middle = values[i];
        values[i] = middle + kStep;
        const double above = game.step(7).loss.item<double>();
        values[i] = middle - kStep;
        const double below = game.step(7).loss.item<double>();
        values[i] = middle;
        expected.push_back((above - below) / (2 * kStep));
      }
    }
    EXPECT_LT((actual - torch::tensor(expected, torch::kFloat64)).abs().max().item<double>(), 1e-5);
    EXPECT_GT(actual.abs().max().item<double>(), 0.01);
  }
}

/// D sees what G makes of the real sentences' codes, from the row that is asked for on, in turn.
TEST(SignRelaxation, ShowsReconstructionsOfTheRealSentences) {
  Game game({.schedule = "constant", .sharpness = 4.0});
  StepContext context = game.context(5);
  const Sentences fakes = game.strategy->fakes_for_discriminator(context, 4, 6 * 100 + 4);
  const torch::NoGradGuard no_gradient;
  const auto codes = torch::tanh(4 * game.encoder().forward(game.world.real).mean)
                         .index_select(0, torch::tensor({4, 5, 0, 1}));
  const Sentences expected = game.reconstructed(codes, Purpose::kNegatives, 604);
  EXPECT_FALSE(fakes.one_hot.requires_grad());
  EXPECT_LT((fakes.latent - codes).abs().max().item<double>(), 1e-6);
  EXPECT_LT((fakes.one_hot - expected.one_hot).abs().max().item<double>(), 1e-5);
}

/// Of the bits, and by the bound ln p(x) >= ln p(x | b) - Z ln 2, which enumeration confirms.
TEST(SignRelaxation, MeasuresABoundOfHeldOutSentences) {
  Game game({.schedule = "constant", .sharpness = 3.0});
  StepContext context = game.context(0);
  const auto figures = game.strategy->held_out_figures(context);
  const torch::NoGradGuard no_gradient;
  const Sentences& real = game.world.real;
  const auto codes = torch::tanh(3 * game.encoder().forward(real).mean);
  const auto nats = [&](const torch::Tensor& of) {
    return -log_likelihood_at(*game.world.generator, real, of).mean().item<double>();
  };
  EXPECT_NEAR(figures.at("reconstruction-of-codes"), nats(codes), 1e-5);
  EXPECT_NEAR(figures.at("reconstruction-of-bits"), nats(bits_of(codes)), 1e-5);
  EXPECT_NEAR(figures.at("sharp-bits"),
              (codes.abs() > 0.99).to(torch::kFloat64).mean().item<double>(), 1e-6);
  EXPECT_NEAR(figures.at("elbo"), -nats(bits_of(codes)) - 3 * std::numbers::ln2, 1e-5);
  std::vector<torch::Tensor> of_codes;
  for (int code = 0; code < 8; ++code) {
    const auto bits =
        torch::tensor({code & 1 ? 1.0 : -1.0, code & 2 ? 1.0 : -1.0, code & 4 ? 1.0 : -1.0});
    of_codes.push_back(
        log_likelihood_at(*game.world.generator, real, bits.expand({real.rows(), 3})));
  }
  const auto exact = torch::logsumexp(torch::stack(of_codes), 0) - std::log(8.0);
  const double tokens = real.lengths.sum().item<double>();
  EXPECT_LT(figures.at("elbo"), exact.mean().item<double>());
  EXPECT_GT(figures.at("nll"), -exact.sum().item<double>() / tokens);
}

TEST(SignRelaxation, LeavesTheDiscriminatorOutWhereItHasNoWeight) {
  Game game({.adversarial_weight = 0.0});
  EXPECT_FALSE(game.step(0).values.contains("adversarial"));
}

}  // namespace
}  // namespace lingan::sign_relaxation_test
