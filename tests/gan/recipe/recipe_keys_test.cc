#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include <lingan/gan/recipe/recipe_keys.h>

#include "tests/gan/recipe/complaint.h"

namespace lingan::recipe_keys_test {
namespace {

using ::testing::AllOf;
using testing::complaint;
using ::testing::HasSubstr;
TEST(RecipeKeys, NameKeyAndAllowedValuesOfAWrongValue) {
  EXPECT_THAT(complaint("[training]\nbatch_size = \"many\"\n"),
              AllOf(HasSubstr("my.toml:2: training.batch_size = \"many\""),
                    HasSubstr("an integer in 1..65536")));
  EXPECT_THAT(complaint("[training]\nbatch_size = 0\n"), HasSubstr("1..65536"));
  EXPECT_THAT(complaint("[training]\nbatch_size = 1.5\n"), HasSubstr("an integer"));
  EXPECT_THAT(complaint("[discriminator]\ndropout = 1.0\n"), HasSubstr("a number in [0, 1)"));
  EXPECT_THAT(complaint("[optimizer.likelihood]\nlearning_rate = 0\n"), HasSubstr("a number > 0"));
  EXPECT_THAT(complaint("[optimizer.likelihood]\nlearning_rate = nan\n"),
              HasSubstr("a number > 0"));
  EXPECT_THAT(complaint("[optimizer.generator]\ngradient_clip = inf\n"),
              HasSubstr("a number >= 0"));
  EXPECT_THAT(complaint("[generator]\ncell = \"lstn\"\n"),
              AllOf(HasSubstr("did you mean lstm?"), HasSubstr("one of lstm, gru")));
  EXPECT_THAT(complaint("[generator]\ntied_embeddings = 1\n"), HasSubstr("true or false"));
  EXPECT_THAT(complaint("[discriminator]\nfilter_widths = []\n"), HasSubstr("a list of 1..64"));
  EXPECT_THAT(complaint("[discriminator]\nfilter_widths = [1, 0]\n"), HasSubstr("a list of 1..64"));
  EXPECT_THAT(complaint("[engine]\nprecision = \"fp8\"\n"), HasSubstr("one of float32, bf16"));
  EXPECT_THAT(complaint("[engine]\nmemory_budget = 0\n"), HasSubstr("an integer in 1..1048576"));
  EXPECT_THAT(complaint("training = 3\n"), HasSubstr("expected a table"));
  EXPECT_THAT(complaint("name = 1979-05-27\n"), HasSubstr("a date or time"));
}

TEST(RecipeKeys, AreEachOnceAndTogetherByTable) {
  std::set<std::string> paths;
  std::set<std::string_view> tables;
  std::string_view table = "?";
  for (const RecipeKey& key : recipe_keys()) {
    EXPECT_TRUE(paths.insert(key.path()).second) << key.path();
    EXPECT_FALSE(key.option.meaning.empty()) << key.path();
    if (key.table == table) continue;
    table = key.table;
    EXPECT_TRUE(tables.insert(table).second) << table;
  }
  EXPECT_GT(paths.size(), 50U);
  EXPECT_TRUE(paths.contains("name"));
  EXPECT_TRUE(paths.contains("training.batch_size"));
  EXPECT_TRUE(paths.contains("strategy.policy-gradient.rollouts"));
}

/// A key's value is written and read back through the struct that it is a field of.
TEST(RecipeKeys, PointIntoTheRecipe) {
  Recipe recipe;
  recipe.training.batch_size = 77;
  for (const RecipeKey& key : recipe_keys()) {
    if (key.path() == "training.batch_size") {
      EXPECT_EQ(key.option.text(key.options(recipe)), "77");
    }
  }
}

}  // namespace
}  // namespace lingan::recipe_keys_test
