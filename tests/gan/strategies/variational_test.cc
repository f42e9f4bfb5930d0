#include <lingan/gan/strategies/variational.h>

#include <gtest/gtest.h>

#include <cmath>

#include <lingan/base/error.h>
#include <lingan/model/generators/code_encoder.h>
#include <lingan/model/sentences/latent_code.h>

#include "tests/gan/read_backs.h"
#include "tests/gan/strategies/coded_world.h"
#include "tests/model/finite_differences.h"

namespace lingan::variational_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// A world whose strategy has its encoder.
struct Game {
  World world;
  std::unique_ptr<Strategy> strategy;

  explicit Game(const VariationalOptions& given = {}, double learning_rate = 0.0)
      : world(coded_world(learning_rate)) {
    OptionSet options;
    options.get<VariationalOptions>() = given;
    options.get<VariationalOptions>().encoder_width = 6;
    strategy = make_strategy("variational", options);
    world.add_networks(*strategy, {.learning_rate = learning_rate});
  }
  CodeEncoder& encoder() { return dynamic_cast<CodeEncoder&>(*world.networks.at("encoder")); }
  StepReport step(int64_t number, int64_t total = 11) {
    StepContext context = world.context(number, world.real.rows(), total);
    return strategy->update_generator(context);
  }
  double value(const char* name, int64_t number, int64_t total = 11) {
    return step(number, total).values.at(name).item<double>();
  }
  std::map<std::string, double> figures() {
    StepContext context = world.context(0, 1);
    return strategy->held_out_figures(context);
  }
};

/// The loss of a step by plain arithmetic: the code is drawn by the step's stream of noise.
TEST(Variational, MinimizesTheNegativeBoundOfTheBatch) {
  Game game({.kl_schedule = "linear", .free_bits = 0.02});
  const StepReport report = game.step(5);
  const torch::NoGradGuard no_gradient;
  const Sentences& real = game.world.real;
  const Posterior posterior = game.encoder().forward(real);
  const auto noise = latent_codes({17, Purpose::kNoise, 5}, 0, real.rows(), 1);
  const auto codes = posterior.mean + (posterior.log_variance / 2).exp() * noise;
  const double reconstruction =
      -log_likelihood_at(*game.world.generator, real, codes).mean().item<double>();
  const auto variance = posterior.log_variance.exp();
  const double kl =
      (posterior.mean.square() + variance - variance.log() - 1).mean().item<double>() / 2;
  EXPECT_NEAR(report.values.at("reconstruction").item<double>(), reconstruction, 1e-5);
  EXPECT_NEAR(report.values.at("kl").item<double>(), kl, 1e-6);
  EXPECT_NEAR(report.loss.item<double>(), reconstruction + 0.5 * std::max(kl, 0.02), 1e-5);
}

TEST(Variational, HasTheGradientsOfFiniteDifferences) {
  Game game({.kl_schedule = "linear"});
  game.world.generator->to(torch::kFloat64);
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
    EXPECT_LT((actual - torch::tensor(expected, torch::kFloat64)).abs().max().item<double>(), 1e-6);
    EXPECT_GT(actual.abs().max().item<double>(), 0.01);
  }
}

TEST(Variational, RaisesTheWeightOfTheDivergenceByItsSchedule) {
  Game linear({.kl_schedule = "linear"});
  EXPECT_DOUBLE_EQ(linear.value("kl-weight", 0), 0.0);
  EXPECT_NEAR(linear.value("kl-weight", 5), 0.5, 1e-6);
  EXPECT_DOUBLE_EQ(linear.value("kl-weight", 10), 1.0);
  EXPECT_TRUE(linear.strategy->depends_on_total_steps());
  Game short_rise({.kl_schedule = "sigmoid", .kl_schedule_steps = 4});
  EXPECT_NEAR(short_rise.value("kl-weight", 0), 1 / (1 + std::exp(10.0)), 1e-6);
  EXPECT_NEAR(short_rise.value("kl-weight", 2), 0.5, 1e-6);
  EXPECT_DOUBLE_EQ(short_rise.value("kl-weight", 4), 1.0);
  EXPECT_FALSE(short_rise.strategy->depends_on_total_steps());
  Game constant({.kl_schedule = "constant"});
  EXPECT_DOUBLE_EQ(constant.value("kl-weight", 0), 1.0);
}

TEST(Variational, LeavesWordsOutOfTheInputInItsSteps) {
  GeneratorOptions options = coded_world(0.0).generator->options();
  options.word_dropout = 0.9;
  Game plain, without_words;
  without_words.world.generator = make_generator(options, {3, Purpose::kInitialize, 0});
  torch::manual_seed(1);
  EXPECT_GT(std::abs(plain.value("reconstruction", 0) - without_words.value("reconstruction", 0)),
            1e-3);
  EXPECT_FALSE(without_words.world.generator->is_training());
  EXPECT_NEAR(plain.figures().at("elbo"), without_words.figures().at("elbo"), 1e-6)
      << "measured with all words";
}

/// Once, as maximum likelihood does: the cross-entropy drops what follows a sentence.
TEST(Variational, ReadsBackOnlyWhichTokensHaveAWeight) {
  Game game;
  const ReadBacks read_backs;
  game.step(0);
  EXPECT_EQ(read_backs.seen(), 1);
}

/// Its figures are means over sentences, by the same codes every time.
TEST(Variational, MeasuresTheBoundOfHeldOutSentences) {
  Game game;
  const auto figures = game.figures();
  EXPECT_NEAR(figures.at("elbo"), -figures.at("elbo-reconstruction") - figures.at("elbo-kl"), 1e-5);
  EXPECT_GT(figures.at("elbo-kl"), 0.0);
  const double tokens = game.world.real.lengths.sum().item<double>();
  const double sentences = static_cast<double>(game.world.real.rows());
  EXPECT_LT(figures.at("nll"), -figures.at("elbo") * sentences / tokens + 1e-3);
  EXPECT_EQ(figures, game.figures());
}

/// With little to say the code is used where it costs nothing at first.
TEST(Variational, RaisesTheBoundAndUsesTheCode) {
  Game game({.kl_schedule = "linear", .kl_schedule_steps = 150}, 0.02);
  const auto before = game.figures();
  for (int64_t number = 0; number < 300; ++number) game.step(number, 300);
  const auto after = game.figures();
  EXPECT_GT(after.at("elbo"), before.at("elbo") + 1.0);
  EXPECT_EQ(after.at("active-units"), 1.0);
  EXPECT_LT(after.at("nll"), before.at("nll"));
}

TEST(Variational, HasNoFakesForADiscriminator) {
  Game game;
  StepContext context = game.world.context(0, 4);
  EXPECT_THROW(game.strategy->fakes_for_discriminator(context, 4, 0), UsageError);
}

}  // namespace
}  // namespace lingan::variational_test
