/// Rules of the game between two players, in whole runs: each changes what is learned, and a run
/// that was stopped anywhere goes on byte for byte.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include <lingan/gan/training/adversarial_phase.h>

#include "tests/gan/training/small_run.h"

namespace lingan::game_rules_test {
namespace {

using testing::counting_data;
using testing::same_bytes;
using testing::small_recipe;

struct Rule {
  const char* name;
  void (*set)(Recipe&);
  bool takes_rewards = true;
};

class EveryRule : public ::testing::TestWithParam<Rule> {};

TensorFile trained(const Recipe& recipe) {
  Trainer trainer(recipe, counting_data(), 5);
  testing::Watcher watcher;
  trainer.run(watcher);
  return trainer.save();
}

TEST_P(EveryRule, ChangesWhatIsLearnedAndContinuesAnywhere) {
  for (const char* strategy : {"gumbel-softmax", "policy-gradient"}) {
    if (!GetParam().takes_rewards && std::string(strategy) == "policy-gradient") continue;
    Recipe recipe = small_recipe(strategy);
    const TensorFile plain = trained(recipe);
    GetParam().set(recipe);
    const TensorFile whole = trained(recipe);
    const std::string weight = "generator.embedding";
    EXPECT_FALSE(torch::equal(whole.tensors.at(weight), plain.tensors.at(weight))) << strategy;
    // Pretraining takes 12 steps, D's 4, a round 9.
    for (const int64_t stop : {12, 17, 24, 27, 34}) {
      EXPECT_TRUE(same_bytes(testing::stopped_and_resumed(recipe, counting_data(), stop), whole))
          << strategy << ", stopped after " << stop;
    }
  }
}

const Rule kRules[] = {
    {"R1Penalty", [](Recipe& recipe) { recipe.r1_penalty = 5.0; }},
    {"MinibatchDeviation", [](Recipe& recipe) { recipe.discriminator.minibatch_deviation = true; },
     false},
    {"HistoricalAveraging",
     [](Recipe& recipe) {
       recipe.optimizers.generator.historical_averaging = 0.5;
       recipe.optimizers.discriminator.historical_averaging = 0.5;
     }},
    {"PredictionOfG", [](Recipe& recipe) { recipe.training.prediction = "generator"; }},
    {"PredictionOfD", [](Recipe& recipe) { recipe.training.prediction = "discriminator"; }},
    {"PredictionOfBoth", [](Recipe& recipe) { recipe.training.prediction = "both"; }},
    {"Lookahead", [](Recipe& recipe) { recipe.training.lookahead_every = 2; }},
    {"Posterior",
     [](Recipe& recipe) {
       recipe.optimizers.generator.rule = "sghmc";
       recipe.optimizers.generator.temperature = 0.01;
       recipe.training.posterior_samples = 2;
       recipe.training.posterior_every = 1;
     }},
};

INSTANTIATE_TEST_SUITE_P(Rules, EveryRule, ::testing::ValuesIn(kRules),
                         [](const auto& info) { return std::string(info.param.name); });

/// Notes the first weights of both players where the strategy is asked for fakes and for a step.
class WatchingStrategy : public Strategy {
 public:
  struct Seen {
    torch::Tensor generator_of_fakes, discriminator_of_step;
  };
  WatchingStrategy(std::unique_ptr<Strategy> strategy, Seen& seen)
      : strategy_(std::move(strategy)), seen_(seen) {}
  StepReport update_generator(StepContext& context) override {
    seen_.discriminator_of_step = context.discriminator->parameters()[0].detach().clone();
    return strategy_->update_generator(context);
  }
  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    if (first_row < 1000) {
      seen_.generator_of_fakes = context.generator.parameters()[0].detach().clone();
    }
    return strategy_->fakes_for_discriminator(context, rows, first_row);
  }

 private:
  std::unique_ptr<Strategy> strategy_;
  Seen& seen_;
};

/// The weights 2 theta_{k+1} - theta_k of each player are what the other plays against.
TEST(Prediction, IsWhatTheOtherPlaysAgainst) {
  Recipe recipe = small_recipe("policy-gradient");
  recipe.training.prediction = "both";
  recipe.training.round = "generator, discriminator";
  recipe.training.discriminator_epochs = 1;
  recipe.training.discriminator_samples = 16;  // one step
  recipe.optimizers.discriminator.learning_rate = 0.05;
  TrainingState state(recipe, counting_data(), 1);
  WatchingStrategy::Seen seen;
  auto& strategy = state.players.strategy;
  strategy = std::make_unique<WatchingStrategy>(std::move(strategy), seen);
  AdversarialPhase phase(state);
  testing::Watcher watcher;
  const auto g = [&] { return state.players.generator->parameters()[0].detach().clone(); };
  const auto d = [&] { return state.players.discriminator->parameters()[0].detach().clone(); };
  torch::Tensor g_before = g(), d_before = d();
  phase.step(watcher);  // of G, before D has taken any
  EXPECT_TRUE(torch::equal(seen.discriminator_of_step, d()));
  for (int round = 0; round < 2; ++round) {
    const torch::Tensor g_after = g();
    phase.step(watcher);  // of D
    EXPECT_TRUE(torch::allclose(seen.generator_of_fakes, 2 * g_after - g_before, 1e-5, 1e-6));
    EXPECT_TRUE(torch::equal(g(), g_after));
    const torch::Tensor d_after = d();
    EXPECT_FALSE(torch::equal(d_after, d_before));
    g_before = g_after;
    phase.step(watcher);  // of G
    EXPECT_TRUE(torch::allclose(seen.discriminator_of_step, 2 * d_after - d_before, 1e-5, 1e-6));
    EXPECT_TRUE(torch::equal(d(), d_after));
    d_before = d_after;
  }
}

}  // namespace
}  // namespace lingan::game_rules_test
