#include <lingan/gan/recipe/source_use.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/in_filling.h>

#include "tests/refusal.h"

namespace lingan::source_use_test {
namespace {

std::string refusal(std::span<const Recipe> recipes, bool are_given) {
  return testing::refusal<UsageError>([&] { require_fitting_sources(recipes, are_given); });
}

TEST(RequireFittingSources, NeedsThemWhereARecipeDoesAndNowhereElse) {
  const std::array recipes = {load_recipe("mle"), load_recipe("sequence-to-sequence")};
  EXPECT_EQ(refusal(recipes, true), "accepted");
  EXPECT_EQ(refusal({recipes.data(), 1}, false), "accepted");
  EXPECT_EQ(refusal({recipes.data(), 1}, true),
            "`sources` has no effect with generator.source = \"none\" (\"encoder\" reads them)");
  EXPECT_EQ(refusal(recipes, false),
            "generator.source = \"encoder\": the recipe sequence-to-sequence needs the source of "
            "each sentence; name a file of text that has one for each line (`sources`)");
}

TEST(RequireFittingSources, NeedsNoneOfSentencesThatAreTheirOwn) {
  const std::array recipes = {load_recipe("cyclegan")};
  EXPECT_TRUE(reads_sources(recipes[0]));
  EXPECT_TRUE(rewrites(recipes[0]));
  EXPECT_EQ(refusal(recipes, false), "accepted");
  EXPECT_EQ(refusal(recipes, true),
            "`sources` has no effect with generator.source = \"itself\", of which each sentence is "
            "its own");
}

TEST(RequireFittingSources, WantNoneWhereSentencesAreMasked) {
  const std::array recipes = {load_recipe("maskgan")};
  EXPECT_TRUE(reads_sources(recipes[0]));
  EXPECT_FALSE(needs_sources(recipes[0]));
  EXPECT_EQ(refusal(recipes, false), "accepted");
  EXPECT_EQ(refusal(recipes, true),
            "`sources` has no effect where the strategy masks sentences, which are their own "
            "sources");
}

TEST(MaskingOf, IsThatOfTheStrategy) {
  Recipe recipe = load_recipe("maskgan");
  recipe.options.get<InFillingOptions>().mask_share = 0.25;
  ASSERT_TRUE(masking_of(recipe).has_value());
  EXPECT_EQ(masking_of(recipe)->share, 0.25);
  EXPECT_EQ(masking_of(recipe)->masks, 4);
  EXPECT_FALSE(masking_of(load_recipe("sequence-to-sequence")).has_value());
  recipe.generator.source = "none";
  EXPECT_FALSE(masking_of(recipe).has_value());
}

}  // namespace
}  // namespace lingan::source_use_test
