#include <lingan/gan/recipe/label_use.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include <lingan/base/error.h>

namespace lingan {
namespace {

std::string refusal(std::span<const Recipe> recipes, bool are_given) {
  try {
    require_fitting_labels(recipes, are_given);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(UsesLabels, IsTrueOfSentigan) {
  EXPECT_TRUE(uses_labels(load_recipe("sentigan")));
  EXPECT_FALSE(uses_labels(load_recipe("mle")));
}

TEST(RequireFittingLabels, NeedsThemWhereARecipeDoesAndNowhereElse) {
  const std::array recipes = {load_recipe("mle"), load_recipe("sentigan")};
  EXPECT_EQ(refusal(recipes, true), "accepted");
  EXPECT_EQ(refusal({recipes.data(), 1}, false), "accepted");
  EXPECT_EQ(refusal({recipes.data(), 1}, true),
            "`labels` has no effect with generator.labels = \"none\"");
  EXPECT_EQ(
      refusal(recipes, false),
      "generator.labels = \"separate\": the recipe sentigan needs the label of each sentence; "
      "name a file of text that has one for each line (`labels`)");
}

}  // namespace
}  // namespace lingan
