#include <lingan/gan/strategies/novelty.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/novelty_rewards.h>
#include <lingan/gan/strategies/strategy_cards.h>

#include "tests/gan/toy.h"

namespace lingan::novelty_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// A world whose strategy has its networks.
struct Game {
  World world;
  NoveltyOptions options;
  std::unique_ptr<Strategy> strategy;

  explicit Game(const NoveltyOptions& wanted, double learning_rate, double of_language_model)
      : world(make_world({}, learning_rate)), options(wanted) {
    options.language_model_width = 6;
    OptionSet set;
    set.get<NoveltyOptions>() = options;
    strategy = make_strategy("novelty", set);
    world.discriminator = nullptr;
    world.add_networks(*strategy, {.learning_rate = of_language_model});
  }
  Generator& language_model() {
    return dynamic_cast<Generator&>(*world.networks.at("language-model"));
  }
  StepReport step(int64_t number, int64_t batch) {
    StepContext context = world.context(number, batch, 1000);
    return strategy->update_generator(context);
  }
};

/// -grad of sum_x p(x) R(x), R the sum of what the whole sentence's words are rewarded with,
/// enumerated: what a step without a baseline estimates, times the mean length.
torch::Tensor exact_gradient(Game& game) {
  const TokenBatch all = enumerate(game.world);
  const Sentences sentences = to_sentences(all);
  const auto mask = inside(sentences.lengths, all.width).to(torch::kFloat32);
  const auto whole =
      novelty_rewards(novelty(game.language_model(), sentences), mask, game.options).select(1, 0);
  const auto p = log_probability(game.world, all).exp();
  game.world.generator->zero_grad();
  (-(p * whole).sum() / (p * mask.sum(1)).sum().detach()).backward();
  return gradients(*game.world.generator);
}

// Of words: what stands before a word has no part in what it is rewarded with.
TEST(Novelty, ClimbsTheExpectedNovelty) {
  for (const char* baseline : {"none", "leave-one-out"}) {
    Game game({.level = "word", .baseline = baseline}, 0.0, 0.0);
    game.step(0, 40000);
    const auto actual = gradients(*game.world.generator);
    const auto expected = exact_gradient(game);
    EXPECT_LT((actual - expected).norm().item<double>(), 0.1 * expected.norm().item<double>())
        << baseline;
  }
}

TEST(Novelty, TeachesTheLanguageModelThatTheTextIsNovel) {
  Game game({.real_weight = 0.5}, 0.0, 0.02);
  for (int64_t number = 0; number < 100; ++number) game.step(number, 64);
  const StepReport report = game.step(100, 64);
  EXPECT_GT(report.values.at("real-novelty").item<double>(),
            report.values.at("sample-novelty").item<double>() + 0.5);
}

TEST(Novelty, MakesTheGeneratorWriteWhatTheLanguageModelHasNotLearned) {
  Game game({.level = "sentence", .real_weight = 0.5}, 0.02, 0.02);
  const TokenBatch real = to_token_batch(game.world.real);
  const auto likelihood = [&] {
    const torch::NoGradGuard no_gradient;
    return log_probability(game.world, real).mean().item<double>();
  };
  const double before = likelihood();
  for (int64_t number = 0; number < 60; ++number) game.step(number, 64);
  EXPECT_GT(likelihood(), before + 0.3);
}

TEST(Novelty, TakesNoBaselineOfOtherSentencesFromABatchOfOne) {
  const auto* card = card_named(strategies(), "novelty");
  OptionSet set;
  EXPECT_THAT(card->lone_problem(set), ::testing::HasSubstr("set baseline = \"moving-average\""));
  set.get<NoveltyOptions>().baseline = "moving-average";
  EXPECT_EQ(card->lone_problem(set), "");
}

TEST(Novelty, HasNoFakesForADiscriminator) {
  Game game({}, 0.0, 0.0);
  StepContext context = game.world.context(0, 4);
  EXPECT_THROW(game.strategy->fakes_for_discriminator(context, 4, 0), UsageError);
}

}  // namespace
}  // namespace lingan::novelty_test
