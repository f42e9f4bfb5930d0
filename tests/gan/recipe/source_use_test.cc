#include <lingan/gan/recipe/source_use.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan {
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

}  // namespace
}  // namespace lingan
