#include <lingan/gan/training/training_state.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/recipe_rules.h>

#include "tests/gan/training/small_run.h"

namespace lingan::training_state_test {
namespace {

using testing::counting_data;
using testing::small_recipe;

TEST(TrainingState, RefusesABatchLargerThanTheCorpus) {
  Recipe recipe = small_recipe("policy-gradient");
  recipe.training.batch_size = 65;
  EXPECT_THROW(TrainingState(recipe, counting_data(), 1), UsageError);
}

TEST(TrainingState, LooksAtDsBatchWhereThereIsAD) {
  for (const char* strategy : {"policy-gradient", "cooperative"}) {
    Recipe recipe = small_recipe(strategy);
    recipe.training.discriminator_batch_size = 65;
    const auto make = [&] { TrainingState(recipe, counting_data(), 1); };
    if (has_discriminator(recipe))
      EXPECT_THROW(make(), UsageError);
    else
      EXPECT_NO_THROW(make());
  }
}

TEST(TrainingState, RefusesAnEmptyCorpus) {
  TrainingData data = counting_data();
  data.train = TokenBatch::filled(0, 7, 0);
  EXPECT_THROW(TrainingState(small_recipe(""), data, 1), UsageError);
}

TEST(TrainingState, MakesOnlyTheGeneratorWithoutAStrategy) {
  const TrainingState state(small_recipe(""), counting_data(), 1);
  EXPECT_EQ(state.players.generator->options().vocabulary_size, 10);
  EXPECT_EQ(state.players.discriminator, nullptr);
  EXPECT_EQ(state.players.strategy, nullptr);
}

TEST(TrainingState, BeginsDsOwnTableWithWordVectors) {
  Recipe recipe = small_recipe("gumbel-softmax");
  recipe.discriminator.embeddings = "frozen-vectors";
  TrainingData data = counting_data();
  EXPECT_THROW(TrainingState(recipe, data, 1), UsageError);
  data.vectors = {torch::tensor({4}, torch::kInt32), torch::arange(8.0F).view({1, 8})};
  const TrainingState state(recipe, data, 1);
  const auto table = state.players.discriminator->embeddings();
  EXPECT_TRUE(torch::equal(table[4], data.vectors.values[0]));
  EXPECT_FALSE(table.requires_grad());
  EXPECT_FALSE(torch::equal(state.players.generator->embeddings()[4], table[4]));
  EXPECT_TRUE(state.players.generator->embeddings().requires_grad());
}

}  // namespace
}  // namespace lingan::training_state_test
