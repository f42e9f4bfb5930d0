#include <lingan/gan/recipe/same_training.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace lingan::same_training_test {
namespace {

TEST(TrainTheSame, IsTrueWhateverARecipeIsCalledAndItsIdleKeysAre) {
  const Recipe seqgan = load_recipe("seqgan");
  const std::vector<std::string> renamed = {"name=mine", "summary=mine"};
  EXPECT_TRUE(train_the_same(seqgan, load_recipe("seqgan", renamed)));
  Recipe other = seqgan;
  other.options = {};
  EXPECT_FALSE(train_the_same(seqgan, other));
  const std::vector<std::string> idle = {"strategy.gumbel-softmax.draws=3",
                                         "strategy.policy-gradient.rank_steepness=2.0"};
  EXPECT_TRUE(train_the_same(seqgan, load_recipe("seqgan", idle)));
  const std::vector<std::string> rate = {"optimizer.generator.learning_rate=0.5"};
  EXPECT_FALSE(train_the_same(seqgan, load_recipe("seqgan", rate)));
}

TEST(TrainTheSame, IsFalseOfAllRecipesThatShip) {
  const std::vector<std::string> names = recipe_names();
  for (size_t i = 0; i < names.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      EXPECT_FALSE(train_the_same(load_recipe(names[i]), load_recipe(names[j])))
          << names[i] << " and " << names[j];
    }
  }
}

}  // namespace
}  // namespace lingan::same_training_test
