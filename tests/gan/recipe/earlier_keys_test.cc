#include <lingan/gan/recipe/earlier_keys.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/recipe/recipe_keys.h>

#include "tests/gan/recipe/complaint.h"

namespace lingan::earlier_keys_test {
namespace {

using ::testing::HasSubstr;

constexpr const char* kOf010 = R"(
[generator]
dropout = 0.2
[discriminator]
initial_range = 0.1
[training]
pretrain_learning_rate = 2e-3
generator_learning_rate = 3e-3
discriminator_learning_rate = 4e-3
gradient_clip = 6.0
learning_rate_decay = 0.5
adversarial_steps = 7
discriminator_pretrain_steps = 8
discriminator_steps = 9
)";

TEST(EarlierKeys, AreReadInTheRecipeOfARun) {
  const Recipe recipe = parse_run_recipe(kOf010, "recipe.toml");
  EXPECT_EQ(recipe.generator.input_dropout, 0.2);
  EXPECT_EQ(recipe.generator.output_dropout, 0.2);
  EXPECT_EQ(recipe.training.adversarial_rounds, 7);
  EXPECT_EQ(recipe.training.discriminator_pretrain_rounds, 8);
  EXPECT_EQ(recipe.optimizers.likelihood.learning_rate, 2e-3);
  EXPECT_EQ(recipe.optimizers.generator.learning_rate, 3e-3);
  EXPECT_EQ(recipe.optimizers.discriminator.learning_rate, 4e-3);
  for (const OptimizerOptions& player : {recipe.optimizers.likelihood, recipe.optimizers.generator,
                                         recipe.optimizers.discriminator}) {
    EXPECT_EQ(player.gradient_clip, 6.0);
  }
}

TEST(EarlierKeys, AreRefusedElsewhere) {
  EXPECT_THAT(testing::complaint("[training]\ngradient_clip = 5.0\n"),
              HasSubstr("unknown key \"gradient_clip\""));
  EXPECT_THAT(testing::complaint("", {"training.pretrain_learning_rate=0.1"}),
              HasSubstr("unknown key \"pretrain_learning_rate\""));
  EXPECT_THAT(testing::complaint("[generator]\ndropout = 0.1\n"), HasSubstr("input_dropout"));
}

TEST(EarlierKeys, AreNoKeysNowAndNameOnesThatAre) {
  const auto is_key = [](std::string_view path) {
    return std::ranges::any_of(recipe_keys(),
                               [&](const RecipeKey& key) { return key.path() == path; });
  };
  for (const char* path : {"training.gradient_clip", "training.pretrain_learning_rate",
                           "training.learning_rate_decay", "generator.dropout"}) {
    ASSERT_NE(earlier_key(path), nullptr) << path;
    EXPECT_FALSE(is_key(path)) << path;
    for (const std::string_view now : earlier_key(path)->now) EXPECT_TRUE(is_key(now)) << now;
  }
  EXPECT_EQ(earlier_key("training.batch_size"), nullptr);
}

}  // namespace
}  // namespace lingan::earlier_keys_test
