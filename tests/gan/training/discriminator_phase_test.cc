#include <lingan/gan/training/discriminator_phase.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/gan/toy.h"
#include "tests/gan/training/small_run.h"

namespace lingan::discriminator_phase_test {
namespace {

using testing::counting_data;
using testing::flatten;
using testing::Watcher;
using Outcome = Phase::Outcome;

/// Two epochs of replaced tokens, of 64 sentences in batches of 16, and a round of fakes, of two
/// epochs over 32.
Recipe recipe_of_both() {
  Recipe recipe = testing::small_recipe("odds-weighted");
  recipe.training.replaced_token_epochs = 2;
  recipe.optimizers.replaced_tokens.learning_rate = 0.02;
  return recipe;
}

TEST(DiscriminatorPhase, HasEpochsOfReplacedTokensBeforeItsRounds) {
  TrainingState state(recipe_of_both(), counting_data(), 1);
  DiscriminatorPhase phase(state);
  EXPECT_EQ(phase.units(), 2 + 1);
  EXPECT_EQ(phase.total_steps(), 3 * 4);
  const auto generator = flatten(state.players.generator->parameters()).clone();
  Watcher watcher;
  std::vector<Outcome> ends;  // of units
  for (int step = 0; step < 12; ++step) {
    const Outcome outcome = phase.step(watcher);
    if (step % 4 == 3) ends.push_back(outcome);
  }
  EXPECT_EQ(ends, (std::vector<Outcome>{Outcome::kWorthSaving, Outcome::kWorthSaving,
                                        Outcome::kFinished}));
  ASSERT_EQ(watcher.records.size(), 3u);
  for (size_t i = 0; i < 3; ++i) {
    const TrainingRecord& record = watcher.records[i];
    EXPECT_EQ(record.phase, "discriminator");
    EXPECT_EQ(record.step, static_cast<int64_t>(i) + 1);
    EXPECT_EQ(record.values.contains("replaced-token-loss"), i < 2) << i;
    EXPECT_EQ(record.values.contains("replaced-token-accuracy"), i < 2) << i;
    EXPECT_EQ(record.values.contains("discriminator-loss"), i == 2) << i;
    EXPECT_EQ(record.values.contains("discriminator-accuracy"), i == 2) << i;
  }
  EXPECT_TRUE(torch::equal(flatten(state.players.generator->parameters()), generator));
}

TEST(DiscriminatorPhase, HasNothingToDoWhereNobodyPlaysWithD) {
  Recipe without_rounds = recipe_of_both();
  without_rounds.training.adversarial_rounds = 0;
  for (const Recipe& recipe :
       {without_rounds, testing::small_recipe(""), testing::small_recipe("cooperative")}) {
    TrainingState state(recipe, counting_data(), 1);
    DiscriminatorPhase phase(state);
    EXPECT_EQ(phase.units(), 0) << recipe.strategy;
    EXPECT_EQ(phase.total_steps(), 0) << recipe.strategy;
    Watcher nobody;
    EXPECT_EQ(phase.step(nobody), Outcome::kFinished) << recipe.strategy;
  }
}

/// After the last epoch D is what the average of its weights was.
TEST(DiscriminatorPhase, GoesOnWithTheAverageOfItsEpochs) {
  Recipe recipe = recipe_of_both();
  recipe.optimizers.replaced_tokens.average = 0.9;
  TrainingState state(recipe, counting_data(), 1);
  DiscriminatorPhase phase(state);
  const auto is_the_average = [&] {
    TensorFile file;
    state.players.replaced_token_optimizer->save("x.", file);
    return torch::allclose(file.tensors.at("x.0.average"),
                           state.players.discriminator->parameters()[0]);
  };
  Watcher nobody;
  for (int step = 0; step < 7; ++step) phase.step(nobody);
  EXPECT_FALSE(is_the_average());
  phase.step(nobody);
  EXPECT_TRUE(is_the_average());
}

/// Each kind has a schedule of its own, over all that there are of it; the rounds' is the
/// discriminator's. As long as no round was begun, there may be more of them.
TEST(DiscriminatorPhase, MayNotHaveMoreRoundsWhoseRateFallsOverThem) {
  for (const char* schedule : {"constant", "linear"}) {
    Recipe recipe = recipe_of_both();
    recipe.optimizers.discriminator.schedule = schedule;
    TrainingState state(recipe, counting_data(), 1);
    DiscriminatorPhase phase(state);
    phase.move_to({.unit = 1, .step = 3});
    EXPECT_EQ(phase.why_not_longer(), "") << schedule;
    phase.move_to({.unit = 2, .step = 1});
    if (schedule == std::string("constant")) {
      EXPECT_EQ(phase.why_not_longer(), "");
    } else {
      EXPECT_THAT(phase.why_not_longer(),
                  ::testing::HasSubstr("optimizer.discriminator.schedule = \"linear\""));
    }
  }
}

}  // namespace
}  // namespace lingan::discriminator_phase_test
