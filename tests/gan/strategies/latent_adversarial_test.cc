#include <lingan/gan/strategies/latent_adversarial.h>

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/kl_loss.h>
#include <lingan/model/discriminators/code_discriminator.h>
#include <lingan/model/generators/code_encoder.h>
#include <lingan/model/sentences/latent_code.h>

#include "tests/gan/read_backs.h"
#include "tests/gan/strategies/coded_world.h"

namespace lingan::latent_adversarial_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

constexpr int64_t kCode = 3;

/// A world whose strategy has its networks.
struct Game {
  World world;
  std::unique_ptr<Strategy> strategy;

  explicit Game(const LatentAdversarialOptions& given = {}, double learning_rate = 0.0,
                const SpecialTokens& specials = {})
      : world(make_world(specials, learning_rate, "non-saturating",
                         {.latent_width = kCode, .prior_width = 8})) {
    world.discriminator = nullptr;
    OptionSet options;
    options.get<LatentAdversarialOptions>() = given;
    strategy = make_strategy("latent-adversarial", options);
    world.add_networks(*strategy, {.learning_rate = learning_rate});
  }
  CodeEncoder& encoder() { return dynamic_cast<CodeEncoder&>(*world.networks.at("encoder")); }
  CodeDiscriminator& judge() {
    return dynamic_cast<CodeDiscriminator&>(*world.networks.at("latent-discriminator"));
  }
  StepReport step(int64_t number) {
    StepContext context = world.context(number, world.real.rows());
    return strategy->update_generator(context);
  }
  torch::Tensor made(Purpose purpose, uint32_t number) {
    return world.generator->codes(latent_codes({17, purpose, number}, 0, world.real.rows(), kCode));
  }
};

LatentAdversarialOptions small(double decoder_weight) {
  return {.encoder_width = 6, .discriminator_width = 5, .decoder_weight = decoder_weight};
}

/// The three losses of a step by plain arithmetic.
TEST(LatentAdversarial, MinimizesReconstructionAndWhatTheJudgeSaysOfCodes) {
  Game game(small(0.0));
  const StepReport report = game.step(4);
  const torch::NoGradGuard no_gradient;
  const Sentences& real = game.world.real;
  const auto noise = latent_codes({17, Purpose::kNoise, 4}, 0, real.rows(), kCode);
  const auto codes = game.encoder().forward(real).mean + 0.05 * noise;
  const double tokens = real.lengths.sum().item<double>();
  const double reconstruction =
      -log_likelihood_at(*game.world.generator, real, codes).sum().item<double>() / tokens;
  const auto of_real = game.judge().forward(codes);
  const auto of_made = game.judge().forward(game.made(Purpose::kSample, 4));
  const double latent =
      (of_real.mean() - (of_made.exp().clamp(0.5, 2.0) * of_made).mean()).item<double>();
  const auto of_others = game.judge().forward(game.made(Purpose::kNegatives, 4));
  const double judged =
      -(of_real.sigmoid().log().mean() + (1 - of_others.sigmoid()).log().mean()).item<double>();
  EXPECT_NEAR(report.values.at("reconstruction").item<double>(), reconstruction, 1e-5);
  EXPECT_NEAR(report.values.at("latent-loss").item<double>(), latent, 1e-5);
  EXPECT_NEAR(report.values.at("latent-discriminator-loss").item<double>(), judged, 1e-5);
  EXPECT_NEAR(report.loss.item<double>(), reconstruction + 0.1 * latent, 1e-5);
}

/// Whether the gradients of two networks' parameters of the same name are the same.
std::map<std::string, bool> same_gradients(const torch::nn::Module& one,
                                           const torch::nn::Module& other) {
  std::map<std::string, bool> same;
  const auto others = other.named_parameters();
  for (const auto& item : one.named_parameters()) {
    const auto &gradient = item.value().grad(), &of_other = others[item.key()].grad();
    same[item.key()] = gradient.defined() ? torch::equal(gradient, of_other) : !of_other.defined();
  }
  return same;
}

/// Sentences that are read again move what writes sentences, and nothing else.
TEST(LatentAdversarial, MovesWhatWritesAloneByItsOwnSentences) {
  Game plain(small(0.0)), enhanced(small(0.1));
  plain.step(0);
  enhanced.step(0);
  for (const auto& [name, same] :
       same_gradients(*plain.world.generator, *enhanced.world.generator)) {
    EXPECT_EQ(same, name.starts_with("prior_")) << name;
  }
  for (const auto& [name, same] : same_gradients(plain.encoder(), enhanced.encoder())) {
    EXPECT_TRUE(same) << name;
  }
  for (const auto& [name, same] : same_gradients(plain.judge(), enhanced.judge())) {
    EXPECT_TRUE(same) << name;
  }
  for (const auto& item : plain.world.generator->named_parameters()) {
    EXPECT_GT(item.value().grad().abs().max().item<float>(), 0.0F) << item.key();
  }
}

/// Once, as maximum likelihood does: the cross-entropy drops what follows a sentence.
TEST(LatentAdversarial, ReadsBackOnlyWhichTokensHaveAWeight) {
  Game game(small(0.1), 0.0, kNoEos);
  const ReadBacks read_backs;
  game.step(0);
  EXPECT_EQ(read_backs.seen(), 1);
}

TEST(LatentAdversarial, MeasuresReconstructionOfHeldOutSentences) {
  Game game(small(0.0));
  StepContext context = game.world.context(0, 1);
  const auto figures = game.strategy->held_out_figures(context);
  const torch::NoGradGuard no_gradient;
  const Sentences& real = game.world.real;
  const auto log_p =
      log_likelihood_at(*game.world.generator, real, game.encoder().forward(real).mean);
  EXPECT_NEAR(figures.at("reconstruction-nll"),
              -log_p.sum().item<double>() / real.lengths.sum().item<double>(), 1e-5);
  EXPECT_GE(figures.at("reconstruction-accuracy"), 0.0);
  EXPECT_LE(figures.at("reconstruction-accuracy"), 1.0);
}

/// Shares of samples that are one of two sentences, which differ in every word.
std::array<double, 2> shares(const Game& game) {
  engine::SampleRequest request;
  request.rows = 1000;
  request.length = game.world.length;
  const auto samples = game.world.generator->rollouts(game.world.specials)->sample(request);
  std::array<double, 2> counts = {};
  for (int64_t row = 0; row < request.rows; ++row) {
    const int32_t* words = samples.tokens.tokens.data() + row * samples.tokens.width;
    const std::vector<int32_t> sentence(words, words + samples.tokens.lengths[row]);
    for (int32_t kind = 0; kind < 2; ++kind) {
      counts[kind] += sentence == std::vector<int32_t>(3, 3 + kind);
    }
  }
  return {counts[0] / 1000, counts[1] / 1000};
}

/// The text is "a a a" three times in four, and else "b b b": what is sampled comes of noise, whose
/// network must have learned where the encoder puts the two, and how often.
TEST(LatentAdversarial, SamplesBothSentencesOfALanguageAsOftenAsItHasThem) {
  LatentAdversarialOptions options = small(0.1);
  options.discriminator_width = 16;
  Game game(options, 0.01);
  TokenBatch text = TokenBatch::filled(32, 3, 0);
  for (size_t i = 0; i < text.tokens.size(); ++i) text.tokens[i] = i / 3 % 4 == 0 ? 4 : 3;
  text.lengths.assign(32, 3);
  game.world.real = to_sentences(text);
  for (int64_t number = 0; number < 600; ++number) game.step(number);
  const auto [often, seldom] = shares(game);
  EXPECT_GT(often + seldom, 0.95);
  EXPECT_NEAR(seldom, 0.25, 0.12);
  StepContext context = game.world.context(0, 1);
  EXPECT_GT(game.strategy->held_out_figures(context).at("reconstruction-accuracy"), 0.99);
}

TEST(LatentAdversarial, HasNoFakesForADiscriminator) {
  Game game;
  StepContext context = game.world.context(0, 4);
  EXPECT_THROW(game.strategy->fakes_for_discriminator(context, 4, 0), UsageError);
}

}  // namespace
}  // namespace lingan::latent_adversarial_test
