#include <lingan/gan/recipe/drawn_label_rules.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include <lingan/gan/recipe/fitted_recipe.h>
#include <lingan/gan/recipe/label_use.h>

#include "tests/gan/recipe/complaint.h"

namespace lingan::drawn_label_rules_test {
namespace {

using testing::complaint;
using ::testing::HasSubstr;

std::string of(const std::string& strategy, const std::string& objective,
               const std::string& labels) {
  return complaint("[strategy]\nname = \"" + strategy + "\"\n[objective]\nname = \"" + objective +
                   "\"\n[generator]\nlabels = \"" + labels + "\"\n");
}

TEST(DrawnLabelRules, TakeAGeneratorThatDrawsThemAndADiscriminatorThatTellsThem) {
  EXPECT_EQ(of("gumbel-softmax", "mutual-information", "drawn"), "accepted");
  EXPECT_EQ(complaint("[strategy]\nname = \"gumbel-softmax\"\n[objective]\nname = "
                      "\"mutual-information\"\n[generator]\nlabels = \"drawn\"\n",
                      {"generator.drawn_labels=7"}),
            "accepted");
}

TEST(DrawnLabelRules, RefuseEitherAlone) {
  EXPECT_EQ(of("gumbel-softmax", "hinge", "drawn"),
            "my.toml: objective.name: drawn labels need a D that tells them; set it to "
            "\"mutual-information\", or generator.labels = \"none\"");
  EXPECT_EQ(of("gumbel-softmax", "mutual-information", "none"),
            "my.toml: objective.name: \"mutual-information\" is about the labels that G draws; set "
            "generator.labels = \"drawn\", or objective.name = \"non-saturating\"");
  EXPECT_THAT(of("", "non-saturating", "drawn"), HasSubstr("without a strategy"));
}

TEST(DrawnLabelRules, RefuseStrategiesThatDrawNone) {
  for (const char* strategy : {"policy-gradient", "penalty", "taylor", "embedding"}) {
    EXPECT_EQ(
        of(strategy, "mutual-information", "drawn"),
        "my.toml: generator.labels: the strategy \"" + std::string(strategy) +
            "\" draws no labels; set it to \"none\", or strategy.name = \"gumbel-softmax\" or "
            "\"evolutionary\"");
    EXPECT_THAT(of(strategy, "mutual-information", "none"),
                HasSubstr("draws none; set it to \"non-saturating\""));
  }
}

TEST(DrawnLabelRules, LetTheNumberOfLabelsHaveAnEffectWithThemAlone) {
  EXPECT_THAT(complaint("[generator]\nlabels = \"drawn\"\ndrawn_labels = 1\n"),
              HasSubstr("drawn_labels"));
}

/// They are the recipe's and not the text's.
TEST(DrawnLabelRules, GiveBothNetworksTheirNumber) {
  const Recipe recipe = parse_recipe(
      "[strategy]\nname = \"gumbel-softmax\"\n[objective]\nname = \"mutual-information\"\n"
      "[generator]\nlabels = \"drawn\"\ndrawn_labels = 5\n",
      "my.toml");
  EXPECT_FALSE(uses_labels(recipe));
  const Recipe fitted = fitted_recipe(recipe, {.vocabulary_size = 9, .length = 4});
  EXPECT_EQ(fitted.generator.label_sentences, std::vector<int64_t>(5, 1));
  EXPECT_EQ(fitted.discriminator.classes, 5);
}

}  // namespace
}  // namespace lingan::drawn_label_rules_test
