#include "tools/recipe_choices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include <lingan/base/error.h>

namespace lingan::tools::recipe_choices_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST(RecipeChoices, AreListedByKindWithSummaryAndPaper) {
  const std::string text = describe_choices();
  EXPECT_THAT(text, AllOf(HasSubstr("tokenizer: "), HasSubstr("protocol: ")));
  EXPECT_THAT(text, HasSubstr("\n  hinge                 margin loss for D, its raw output for G"));
  EXPECT_THAT(text, HasSubstr("  Lim & Ye 2017\n"));
  EXPECT_THAT(text, HasSubstr("from s (schedule_start, or 1) to beta_max (strategy.*.schedule)\n"));
  EXPECT_THAT(text, HasSubstr("  linear       s + (beta_max - s) i / (N - 1) "));
  EXPECT_THAT(text,
              HasSubstr("  cosine    falls as half a wave: slowly, fast, slowly  Loshchilov"));
}

TEST(RecipeChoices, OfOneKindShowItsKeysWithDefaultAndRange) {
  const std::string text = describe_choices("strategy");
  EXPECT_THAT(text, HasSubstr("\n[strategy.policy-gradient]\n"));
  EXPECT_THAT(text, ::testing::ContainsRegex("\n  rollouts = 16 +an integer in 0..4096"));
  EXPECT_THAT(describe_choices("objective"), HasSubstr("gradient_penalty = 10.0"));
  EXPECT_THAT(describe_choices("metric"), ::testing::Not(HasSubstr("[")));
}

TEST(RecipeChoices, FitIntoAHundredColumns) {
  std::istringstream lines(describe_choices() + describe_choices("strategy") +
                           describe_choices("discriminator") + describe_choices("generator"));
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 100U) << line;
    EXPECT_FALSE(line.ends_with(' ')) << line;
  }
}

TEST(RecipeChoices, RefuseAnUnknownKindAndNameTheNearest) {
  try {
    describe_choices("stratgy");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(),
                AllOf(HasSubstr("kind 'stratgy' is not known (did you mean strategy?)"),
                      HasSubstr("expected one of tokenizer, generator")));
  }
}

}  // namespace
}  // namespace lingan::tools::recipe_choices_test
