#include <lingan/gan/recipe/short_schedule.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lingan::short_schedule_test {
namespace {

TEST(ShortSchedule, CutsWhatIsLongAndLeavesTheRest) {
  Recipe recipe = load_recipe("seqgan-paper");
  EXPECT_THAT(short_schedule(recipe),
              ::testing::UnorderedElementsAre(
                  "training.pretrain_epochs=12", "training.discriminator_pretrain_rounds=3",
                  "training.adversarial_rounds=40", "training.checkpoint_every=20",
                  "training.discriminator_epochs=1", "training.discriminator_samples=640"))
      << "discriminator_samples = 0 is as many as the corpus has";
  recipe.training.pretrain_epochs = 0;
  recipe.training.adversarial_rounds = 3;
  EXPECT_THAT(short_schedule(recipe),
              ::testing::Not(::testing::Contains(::testing::HasSubstr("adversarial_rounds"))));
}

TEST(ShortSchedule, LeavesFewSentencesToJudgeAGeneratorBy) {
  EXPECT_THAT(short_schedule(load_recipe("evogan")),
              ::testing::Contains("strategy.evolutionary.fitness_batches=1"));
  EXPECT_THAT(short_schedule(load_recipe("lingan")),
              ::testing::Contains("strategy.odds-weighted.pool=5000"));
}

TEST(ShortSchedule, IsOneThatEveryRecipeTakes) {
  for (const std::string& name : recipe_names()) {
    const auto overrides = short_schedule(load_recipe(name));
    const Recipe cut = load_recipe(name, overrides);
    EXPECT_LE(cut.training.adversarial_rounds, 40) << name;
    EXPECT_LE(cut.training.pretrain_epochs, 12) << name;
    EXPECT_TRUE(short_schedule(cut).empty()) << name;
  }
}

}  // namespace
}  // namespace lingan::short_schedule_test
