#include <lingan/gan/recipe/continuable.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

namespace lingan::continuable_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// What is said against continuing a run of a recipe with the default one and an override; empty:
/// nothing.
std::string complaint(const std::string& overriding, const Recipe& had = {}) {
  const std::vector<std::string> overrides = {overriding};
  try {
    require_continuable(had, parse_recipe("", "f", overrides), overrides, "runs/a");
  } catch (const UsageError& error) {
    return error.what();
  }
  return {};
}

TEST(RequireContinuable, LetsCountsOfStepsRise) {
  EXPECT_EQ(complaint("training.pretrain_epochs=81"), "");
  EXPECT_EQ(complaint("training.adversarial_rounds=5"), "");
  EXPECT_EQ(complaint("training.discriminator_pretrain_rounds=5"), "");
  EXPECT_THAT(complaint("training.pretrain_epochs=79"),
              AllOf(HasSubstr("training.pretrain_epochs = 79: the run in runs/a has 80"),
                    HasSubstr("may only be raised"), HasSubstr("start anew")));
}

/// A recipe that is named again is no wish for its counts.
TEST(RequireContinuable, LetsCountsRiseByOverridesAlone) {
  Recipe had;
  had.training.pretrain_epochs = 2;
  EXPECT_THAT(complaint("training.adversarial_rounds=5", had),
              AllOf(HasSubstr("training.pretrain_epochs = 80"), HasSubstr("has 2"),
                    HasSubstr("`overrides` alone raises")));
}

TEST(RequireContinuable, LetsChangeWhatNoResultDependsOn) {
  EXPECT_EQ(complaint("training.checkpoint_every=7"), "");
  EXPECT_EQ(complaint("engine.memory_budget=7"), "");
}

TEST(RequireContinuable, NamesWhatARunKeeps) {
  EXPECT_THAT(complaint("training.batch_size=32"),
              AllOf(HasSubstr("training.batch_size = 32: the run in runs/a has 64, which it keeps"),
                    HasSubstr("start anew in another folder")));
  EXPECT_THAT(complaint("engine.precision=bf16"), HasSubstr("engine.precision"));
}

/// What is said of a recipe's file that was edited by hand.
std::string edited(const std::string& overriding) {
  try {
    const std::vector<std::string> overrides = {overriding};
    require_unedited(Recipe{}, parse_recipe("", "f", overrides), "runs/a/recipe.toml");
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(RequireUnedited, NamesWhatARunKeepsAndTheFile) {
  EXPECT_EQ(edited("training.batch_size=32"),
            "runs/a/recipe.toml: training.batch_size is 32, but the run was trained with 64, which "
            "it keeps; put that back, or start anew in another folder");
  EXPECT_THAT(edited("training.pretrain_epochs=79"), HasSubstr("was trained with 80"));
}

TEST(RequireUnedited, TakesRaisedCountsAndWhatNoResultDependsOn) {
  EXPECT_EQ(edited("training.pretrain_epochs=81"), "");
  EXPECT_EQ(edited("training.checkpoint_every=7"), "");
}

}  // namespace
}  // namespace lingan::continuable_test
