#include <lingan/gan/strategies/bidirectional.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>
#include <lingan/model/discriminators/pair_discriminator.h>
#include <lingan/model/generators/code_encoder.h>
#include <lingan/model/sentences/latent_code.h>

#include "tests/gan/read_backs.h"
#include "tests/gan/strategies/coded_world.h"

namespace lingan::bidirectional_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

const GumbelSoftmaxOptions kConstant = {.schedule = "constant", .inverse_temperature = 2};

/// A world of codes of one dimension whose strategy has its networks.
struct Game {
  World world;
  std::unique_ptr<Strategy> strategy;

  explicit Game(const BidirectionalOptions& given = {}, double learning_rate = 0.0,
                const SpecialTokens& specials = {})
      : world(make_world(specials, learning_rate, "non-saturating", {.latent_width = 1})) {
    world.discriminator = nullptr;
    OptionSet options;
    options.get<BidirectionalOptions>() = given;
    options.get<GumbelSoftmaxOptions>() = kConstant;
    strategy = make_strategy("bidirectional", options);
    world.add_networks(*strategy, {.learning_rate = learning_rate});
  }
  CodeEncoder& encoder() { return dynamic_cast<CodeEncoder&>(*world.networks.at("encoder")); }
  PairDiscriminator& judge() {
    return dynamic_cast<PairDiscriminator&>(*world.networks.at("pair-discriminator"));
  }
  StepReport step(int64_t number) {
    StepContext context = world.context(number, world.real.rows());
    return strategy->update_generator(context);
  }
};

/// The judge's loss and that of G and the encoder by plain arithmetic on the step's own pairs.
TEST(Bidirectional, JudgesTextWithItsCodesAndCodesWithTheirSentences) {
  Game game({.encoder_width = 6, .discriminator_width = 5, .reconstruction_weight = 0.5});
  const StepReport report = game.step(2);
  const torch::NoGradGuard no_gradient;
  Sentences real = game.world.real;
  const Posterior posterior = game.encoder().forward(real);
  real.latent = posterior.mean + (posterior.log_variance / 2).exp() *
                                     latent_codes({17, Purpose::kConditionalNoise, 2}, 0, 6, 1);
  const Sentences made = unroll_relaxed(*game.world.generator, game.world.specials,
                                        GumbelSoftmaxRelaxation(kConstant, 2),
                                        {{17, Purpose::kNoise, 2}, 0, 6, game.world.length});
  EXPECT_TRUE(torch::equal(made.latent, latent_codes({17, Purpose::kNoise, 2}, 0, 6, 1)));
  const auto p_real = game.judge().forward(real).sigmoid();
  const auto p_made = game.judge().forward(made).sigmoid();
  const double judged = -(p_real.log().mean() + (1 - p_made).log().mean()).item<double>();
  const double deceived = -(p_made.log().mean() + (1 - p_real).log().mean()).item<double>();
  const double reconstruction =
      -log_likelihood_at(*game.world.generator, real, real.latent).sum().item<double>() /
      real.lengths.sum().item<double>();
  EXPECT_NEAR(report.values.at("pair-discriminator-loss").item<double>(), judged, 1e-5);
  EXPECT_NEAR(report.values.at("reconstruction").item<double>(), reconstruction, 1e-5);
  EXPECT_NEAR(report.loss.item<double>(), deceived + 0.5 * reconstruction, 1e-5);
}

/// Both G and the encoder have a gradient through the judge alone, whose weights have none of it.
TEST(Bidirectional, MovesGAndTheEncoderThroughTheJudge) {
  Game game({.encoder_width = 6, .discriminator_width = 5});
  const StepReport report = game.step(0);
  EXPECT_FALSE(report.values.contains("reconstruction"));
  for (const torch::nn::Module* network :
       {static_cast<const torch::nn::Module*>(game.world.generator.get()),
        static_cast<const torch::nn::Module*>(&game.encoder())}) {
    for (const auto& item : network->named_parameters()) {
      ASSERT_TRUE(item.value().grad().defined()) << item.key();
      EXPECT_GT(item.value().grad().abs().max().item<float>(), 0.0F) << item.key();
    }
  }
}

TEST(Bidirectional, ReadsNothingBackWithoutReconstruction) {
  Game game({}, 0.0, kNoEos);
  const ReadBacks read_backs;
  game.step(0);
  EXPECT_EQ(read_backs.seen(), 0);
}

/// Nats a token of the text by the encoder's codes, and by codes of other sentences.
struct Likelihoods {
  double own, other;
};

Likelihoods likelihoods(Game& game) {
  const torch::NoGradGuard no_gradient;
  const Sentences& text = game.world.real;
  const auto codes = game.encoder().forward(text).mean;
  const auto of = [&](const torch::Tensor& given) {
    return -log_likelihood_at(*game.world.generator, text, given).sum().item<double>() /
           text.lengths.sum().item<double>();
  };
  return {of(codes), of(latent_codes({5, Purpose::kEvaluate, 0}, 0, text.rows(), 1))};
}

/// Half of the text is "a a a" and half "b b b". With the text's reconstruction beside the game, by
/// which alone the small networks of a second do not find the inverse.
TEST(Bidirectional, LearnsAnEncoderThatIsTheInverseOfG) {
  Game game({.encoder_width = 16, .discriminator_width = 16, .reconstruction_weight = 1.0}, 0.003);
  TokenBatch text = TokenBatch::filled(32, 3, 0);
  for (size_t i = 0; i < text.tokens.size(); ++i) text.tokens[i] = i / 3 % 2 == 0 ? 4 : 3;
  text.lengths.assign(32, 3);
  game.world.real = to_sentences(text);
  for (int64_t number = 0; number < 1000; ++number) game.step(number);
  const Likelihoods after = likelihoods(game);
  EXPECT_LT(after.own, 0.3);
  EXPECT_GT(after.other, after.own + 0.5);
  StepContext context = game.world.context(0, 1);
  const auto figures = game.strategy->held_out_figures(context);
  EXPECT_NEAR(figures.at("reconstruction-nll"), after.own, 1e-4);
  EXPECT_GT(figures.at("reconstruction-accuracy"), 0.9);
  EXPECT_EQ(figures.at("active-units"), 1.0);
  EXPECT_LE(figures.at("nll") * 3, -figures.at("elbo") + 1e-3);
}

TEST(Bidirectional, HasNoFakesForADiscriminator) {
  Game game;
  StepContext context = game.world.context(0, 4);
  EXPECT_THROW(game.strategy->fakes_for_discriminator(context, 4, 0), UsageError);
}

}  // namespace
}  // namespace lingan::bidirectional_test
