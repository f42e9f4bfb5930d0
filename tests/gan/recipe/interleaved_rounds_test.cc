#include <lingan/gan/recipe/interleaved_rounds.h>

#include <gtest/gtest.h>

namespace lingan::interleaved_rounds_test {
namespace {

Recipe recipe_of(int64_t rounds, int64_t every, int64_t epochs) {
  Recipe recipe;
  recipe.strategy = "policy-gradient";
  recipe.training.pretrain_epochs = epochs;
  recipe.training.interleaved_rounds = rounds;
  recipe.training.interleaved_every = every;
  return recipe;
}

TEST(InterleavedRounds, AreBeforeTheFirstEpochAndBetweenEpochs) {
  const Recipe recipe = recipe_of(5, 3, 8);
  ASSERT_TRUE(interleaves(recipe));
  int64_t before = 0;
  for (int64_t epoch = 0; epoch < 8; ++epoch) {
    EXPECT_EQ(interleaved_rounds_before(recipe, epoch), before) << epoch;
    EXPECT_EQ(interleaved_rounds_at(recipe, epoch), epoch % 3 == 0 ? 5 : 0) << epoch;
    before += interleaved_rounds_at(recipe, epoch);
  }
  EXPECT_EQ(interleaved_rounds_before(recipe, 8), 15);
}

TEST(InterleavedRounds, AreNoneWithoutADiscriminatorOrPretraining) {
  Recipe without = recipe_of(5, 3, 8);
  for (const char* strategy : {"", "cooperative"}) {
    without.strategy = strategy;
    EXPECT_FALSE(interleaves(without)) << strategy;
    EXPECT_EQ(interleaved_rounds_at(without, 0), 0);
    EXPECT_EQ(interleaved_rounds_before(without, 8), 0);
  }
  EXPECT_FALSE(interleaves(recipe_of(5, 3, 0)));
  EXPECT_FALSE(interleaves(recipe_of(0, 3, 8)));
}

}  // namespace
}  // namespace lingan::interleaved_rounds_test
