#include <lingan/gan/training/pretrain_phase.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include <lingan/base/error.h>

#include "tests/gan/training/small_run.h"

namespace lingan {
namespace {

using testing::counting_data;
using testing::small_recipe;
using testing::Watcher;

/// Runs the phase to its end.
Watcher run(TrainingState& state) {
  PretrainPhase phase(state);
  Watcher watcher;
  while (phase.step(watcher) != Phase::Outcome::kFinished) {
  }
  return watcher;
}

TEST(PretrainPhase, LearnsByMaximumLikelihood) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 60;
  recipe.training.pretrain_learning_rate = 0.02;
  TrainingState state(recipe, counting_data(), 1);
  const Watcher watcher = run(state);
  EXPECT_GT(watcher.records.front().values.at("nll"), 1.5);
  // What is left is the first token (6 equally likely) and the length (4), over 5.5 tokens.
  EXPECT_LT(watcher.records.back().values.at("nll"), (std::log(6.0) + std::log(4.0)) / 5.5 + 0.15);
}

TEST(PretrainPhase, StopsEarlyAndLeavesTheBestWeights) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 500;
  recipe.training.pretrain_patience = 2;
  recipe.training.pretrain_learning_rate = 0.5;  // too large: validation soon stops falling
  TrainingState state(recipe, counting_data(), 1);
  const Watcher watcher = run(state);
  EXPECT_LT(watcher.records.size(), 500u);
  double best = 1e9;
  for (const auto& record : watcher.records) best = std::min(best, record.values.at("nll"));
  EXPECT_DOUBLE_EQ(watcher.records[watcher.records.size() - 3].values.at("nll"), best);
  for (const auto& parameter : state.players.generator->named_parameters()) {
    EXPECT_TRUE(torch::equal(parameter.value(), state.best.weights().at(parameter.key())));
  }
}

TEST(PretrainPhase, LeavesTheLastWeightsWhereTheyAreSelected) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_epochs = 30;
  recipe.training.pretrain_learning_rate = 0.5;
  recipe.training.select = "last";
  TrainingState state(recipe, counting_data(), 1);
  const Watcher watcher = run(state);
  double best = 1e9;
  for (const auto& record : watcher.records) best = std::min(best, record.values.at("nll"));
  ASSERT_GT(watcher.records.back().values.at("nll"), best) << "the last epoch must not be the best";
  TrainingState chosen_by_nll(
      [&] {
        recipe.training.select = "nll";
        return recipe;
      }(),
      counting_data(), 1);
  run(chosen_by_nll);
  EXPECT_FALSE(torch::equal(state.players.generator->parameters()[0],
                            chosen_by_nll.players.generator->parameters()[0]));
}

class DivergingRun : public ::testing::TestWithParam<double> {};

TEST_P(DivergingRun, StopsWhereALossIsNotFiniteAndSaysWhere) {
  Recipe recipe = small_recipe("");
  recipe.training.pretrain_learning_rate = 1e38;  // the weights overflow
  recipe.training.gradient_clip = GetParam();
  TrainingState state(recipe, counting_data(), 1);
  try {
    run(state);
    FAIL() << "a diverged run must stop";
  } catch (const NumericError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("the maximum-likelihood"));
    EXPECT_THAT(error.what(), ::testing::HasSubstr("is not finite at step 1, batch"));
  }
}

INSTANTIATE_TEST_SUITE_P(GradientClips, DivergingRun, ::testing::Values(0.0, 5.0));

}  // namespace
}  // namespace lingan
