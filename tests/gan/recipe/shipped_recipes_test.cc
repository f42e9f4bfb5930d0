#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/recipe.h>

#include "tests/test_data.h"

namespace lingan::shipped_recipes_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
TEST(ShippedRecipes, AreThoseOfTheFolder) {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(testing::source_dir() / "tools/recipes")) {
    files.push_back(entry.path().stem().string());
  }
  EXPECT_THAT(recipe_names(), ::testing::UnorderedElementsAreArray(files));
  for (const std::string& name : recipe_names()) {
    std::ifstream file(testing::source_dir() / "tools/recipes" / (name + ".toml"));
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(recipe_text(name), text);
    const Recipe recipe = load_recipe(name);
    EXPECT_EQ(recipe.name, name);
    EXPECT_FALSE(recipe.summary.empty());
    const bool is_of_likelihood = name == "mle" || name == "scheduled-sampling";
    EXPECT_EQ(recipe.strategy.empty(), is_of_likelihood);
    EXPECT_EQ(recipe.training.adversarial_rounds == 0, is_of_likelihood);
  }
}

TEST(LoadRecipe, LoadsFilesAndRefusesUnknownNames) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "mine.toml";
  std::ofstream(path) << "name = \"mine\"\n";
  EXPECT_EQ(load_recipe(path.string()).name, "mine");
  EXPECT_THROW(load_recipe((folder.path() / "absent.toml").string()), IoError);
  EXPECT_THROW(load_recipe("/dev/null"), InputError) << "not all defaults";
  try {
    load_recipe("seqgam");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("did you mean seqgan?"), HasSubstr("relgan-lstm")));
  }
}

}  // namespace
}  // namespace lingan::shipped_recipes_test
