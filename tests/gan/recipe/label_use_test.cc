#include <lingan/gan/recipe/label_use.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::label_use_test {
namespace {

std::string refusal(std::span<const Recipe> recipes, const std::string& given) {
  return testing::refusal<UsageError>([&] { require_fitting_labels(recipes, given); });
}

TEST(UsesLabels, IsTrueOfSentiganAndConditional) {
  EXPECT_TRUE(uses_labels(load_recipe("sentigan")));
  EXPECT_TRUE(uses_labels(load_recipe("conditional")));
  EXPECT_FALSE(uses_labels(load_recipe("mle")));
}

TEST(UsesLabels, IsTrueOfADThatAloneLooksAtThem) {
  const Recipe recipe = load_recipe("semi-supervised");
  EXPECT_TRUE(uses_labels(recipe));
  EXPECT_TRUE(takes_unlabelled(recipe));
  EXPECT_FALSE(writes_by_label(recipe));
  EXPECT_TRUE(writes_by_label(load_recipe("conditional")));
  EXPECT_FALSE(takes_unlabelled(load_recipe("conditional")));
}

TEST(TakeUnlabelled, IsAskedOfAllRecipesThatLookAtLabels) {
  const std::array recipes = {load_recipe("mle"), load_recipe("semi-supervised"),
                              load_recipe("sentigan")};
  EXPECT_TRUE(take_unlabelled({recipes.data(), 2}));
  EXPECT_FALSE(take_unlabelled(recipes));
}

TEST(RequireFittingLabels, NeedsThemWhereARecipeDoesAndNowhereElse) {
  const std::array recipes = {load_recipe("mle"), load_recipe("sentigan")};
  EXPECT_EQ(refusal(recipes, "labels"), "accepted");
  EXPECT_EQ(refusal(recipes, "corpus_b"), "accepted");
  EXPECT_EQ(refusal({recipes.data(), 1}, ""), "accepted");
  EXPECT_EQ(refusal({recipes.data(), 1}, "corpus_b"),
            "`corpus_b` has no effect with generator.labels = \"none\" (\"condition\" takes them)");
  EXPECT_EQ(
      refusal(recipes, ""),
      "generator.labels = \"separate\": the recipe sentigan needs the label of each sentence; "
      "name a file of text that has one for each line (`labels`), the column of the corpus that "
      "they stand in (`label_column`), or a second corpus (`corpus_b`)");
  const std::array few = {load_recipe("semi-supervised")};
  EXPECT_THAT(refusal(few, ""),
              ::testing::StartsWith("objective.name = \"semi-supervised\": the recipe "
                                    "semi-supervised needs the label of some sentences; name a"));
}

}  // namespace
}  // namespace lingan::label_use_test
