#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/recipe/recipe_keys.h>

namespace lingan::recipe_format_test {
namespace {

using ::testing::HasSubstr;
TEST(RecipeFormat, IsReadBack) {
  Recipe recipe = load_recipe("seqgan");
  recipe.name = "quotes \" and \\ and \n and \x7F and \xC3\xA9";
  recipe.optimizers.likelihood.learning_rate = 0.1 + 0.2;
  recipe.optimizers.discriminator.learning_rate = 1e-300;
  recipe.optimizers.likelihood.gradient_clip = 1e22;
  const std::string text = format_recipe(recipe);
  const Recipe again = parse_recipe(text, "formatted");
  EXPECT_EQ(again.name, recipe.name);
  EXPECT_EQ(again.optimizers.likelihood.learning_rate, 0.1 + 0.2);
  EXPECT_EQ(again.optimizers.discriminator.learning_rate, 1e-300);
  EXPECT_EQ(format_recipe(again), text);
}

TEST(RecipeFormat, HasEveryKeyWithItsMeaningAndAllowedValues) {
  const Recipe defaults;
  const std::string text = format_recipe(defaults);
  for (const RecipeKey& key : recipe_keys()) {
    EXPECT_THAT(text, HasSubstr(fmt::format("\n{} = ", key.option.name))) << key.path();
    EXPECT_THAT(text, HasSubstr(key.option.allowed())) << key.path();
  }
}

}  // namespace
}  // namespace lingan::recipe_format_test
