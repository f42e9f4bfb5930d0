#include <lingan/gan/recipe/prediction_rules.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/gan/recipe/complaint.h"

namespace lingan::prediction_rules_test {
namespace {

using ::testing::HasSubstr;

Recipe with(const std::string& prediction) {
  Recipe recipe;
  recipe.strategy = "policy-gradient";
  recipe.training.adversarial_rounds = 3;
  recipe.training.prediction = prediction;
  return recipe;
}

TEST(Predicts, WhomTheRecipeNames) {
  for (const char* player : {"generator", "discriminator"}) {
    EXPECT_FALSE(predicts(with("none"), player));
    EXPECT_TRUE(predicts(with(player), player));
    EXPECT_TRUE(predicts(with("both"), player));
  }
  EXPECT_FALSE(predicts(with("generator"), "discriminator"));
}

/// A D that stays as it is has no next step.
TEST(Predicts, NobodyWhereDDoesNotMove) {
  Recipe recipe = with("both");
  recipe.training.round = "generator x2";
  EXPECT_EQ(why_prediction_idle(recipe, false),
            "with training.round = \"generator x2\", which has no move of the discriminator");
  EXPECT_FALSE(predicts(recipe, "discriminator"));
  EXPECT_FALSE(predicts(recipe, "generator"));
  recipe.strategy = "cooperative";
  EXPECT_THAT(why_prediction_idle(recipe, false), HasSubstr("which has no discriminator"));
}

TEST(PredictionProblem, IsAnAverageThatIsPlayedAgainst) {
  const auto of = [](const std::string& prediction, const std::string& player) {
    return testing::complaint(
        "[strategy]\nname = \"policy-gradient\"\n[training]\nadversarial_rounds = 3\n"
        "prediction = \"" +
        prediction + "\"\n[optimizer." + player + "]\naverage = 0.9\n");
  };
  EXPECT_EQ(of("both", "generator"), "accepted") << "D never plays against that average";
  EXPECT_EQ(of("generator", "discriminator"), "accepted");
  const std::string refusal =
      "my.toml: training.prediction: the generator plays against the average of D's weights "
      "already (optimizer.discriminator.average); set it to ";
  EXPECT_EQ(of("both", "discriminator"),
            refusal + "\"generator\", or optimizer.discriminator.average = 0.0");
  EXPECT_EQ(of("discriminator", "discriminator"),
            refusal + "\"none\", or optimizer.discriminator.average = 0.0");
}

}  // namespace
}  // namespace lingan::prediction_rules_test
