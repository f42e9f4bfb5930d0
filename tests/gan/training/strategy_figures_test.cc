#include <lingan/gan/training/strategy_figures.h>

#include <gtest/gtest.h>

#include "tests/gan/training/small_run.h"

namespace lingan::strategy_figures_test {
namespace {

using testing::counting_data;
using testing::small_recipe;

TEST(StrategyFigures, AreOfHeldOutSentences) {
  TrainingData data = counting_data();
  const TrainingState state(small_recipe("variational"), data, 1);
  const auto figures = strategy_figures(state, 0);
  for (const char* name : {"elbo", "elbo-reconstruction", "elbo-kl", "active-units", "nll"}) {
    EXPECT_TRUE(figures.contains(name)) << name;
  }
  data.validation = {};
  EXPECT_TRUE(strategy_figures(TrainingState(small_recipe("variational"), data, 1), 0).empty());
  EXPECT_TRUE(
      strategy_figures(TrainingState(small_recipe("cooperative"), counting_data(), 1), 0).empty());
}

TEST(StrategyFigures, TakeThePlaceOfWhatAllGeneratorsHave) {
  Trainer trainer(small_recipe("variational"), counting_data(), 5);
  testing::Watcher watcher;
  trainer.run(watcher);
  const TrainingRecord& last = watcher.records.back();
  EXPECT_EQ(last.phase, "adversarial");
  EXPECT_GT(last.values.at("elbo-kl"), 0.0);
  EXPECT_TRUE(last.values.contains("kl-weight"));
  // 16 sentences of 4 to 7 tokens: the bound of a sentence is no lower than that of its tokens.
  EXPECT_LT(last.values.at("nll"), -last.values.at("elbo") / 4);
}

/// The highest bound, whatever pretraining's likelihood was.
TEST(StrategyFigures, ChooseWeightsByTheBound) {
  Recipe recipe = small_recipe("variational");
  recipe.training.select = "elbo";
  recipe.training.evaluate_every = 1;
  recipe.training.adversarial_rounds = 12;
  recipe.optimizers.generator.learning_rate = 0.1;
  Trainer trainer(recipe, counting_data(), 5);
  testing::Watcher watcher;
  trainer.run(watcher);
  const TrainingRecord* best = nullptr;
  for (const TrainingRecord& record : watcher.records) {
    if (record.phase != "adversarial") continue;
    if (best == nullptr || record.values.at("elbo") > best->values.at("elbo")) best = &record;
  }
  const WeightsOrigin origin = WeightsOrigin::described(trainer.best_generator());
  EXPECT_EQ(origin.figure, "elbo");
  EXPECT_EQ(origin.phase, "adversarial");
  EXPECT_EQ(origin.step, best->step);
}

}  // namespace
}  // namespace lingan::strategy_figures_test
