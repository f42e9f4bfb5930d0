#include <lingan/gan/recipe/shared_generator.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include <lingan/base/error.h>

namespace lingan::shared_generator_test {
namespace {

using ::testing::HasSubstr;

std::vector<Recipe> shared(const std::vector<std::string>& names) {
  std::vector<Recipe> recipes;
  for (const auto& name : names) recipes.push_back(load_recipe(name));
  share_generator(recipes);
  return recipes;
}

/// The lines of a recipe between a table's header and the next.
std::string table(const Recipe& recipe, const std::string& name) {
  const std::string text = format_recipe(recipe);
  const size_t begin = text.find("[" + name + "]\n");
  return begin == std::string::npos ? "" : text.substr(begin, text.find("\n[", begin) - begin);
}

TEST(SharedGenerator, IsTheFirstRecipesWithItsPretraining) {
  const auto recipes = shared({"mle", "seqgan", "gsgan", "relgan"});
  for (const Recipe& recipe : recipes) {
    EXPECT_EQ(table(recipe, "generator"), table(recipes.front(), "generator")) << recipe.name;
    EXPECT_EQ(table(recipe, "optimizer.likelihood"), table(recipes.front(), "optimizer.likelihood"))
        << recipe.name;
    EXPECT_EQ(recipe.training.pretrain_epochs, recipes.front().training.pretrain_epochs);
    EXPECT_EQ(recipe.training.pretrain_patience, recipes.front().training.pretrain_patience);
    EXPECT_EQ(recipe.training.output_bias_passes, recipes.front().training.output_bias_passes);
  }
}

TEST(SharedGenerator, LeavesTheFirstAndAllThatComesAfterPretrainingAsTheyAre) {
  const auto recipes = shared({"mle", "seqgan"});
  EXPECT_EQ(format_recipe(recipes[0]), format_recipe(load_recipe("mle")));
  for (const char* name : {"discriminator", "optimizer.generator", "strategy.policy-gradient"}) {
    EXPECT_EQ(table(recipes[1], name), table(load_recipe("seqgan"), name)) << name;
  }
}

TEST(SharedGenerator, ComesWithTheCellsOwnTable) {
  const auto recipes = shared({"relgan", "seqgan"});
  EXPECT_NE(table(recipes[1], "generator.relational-memory"), "");
  EXPECT_EQ(table(recipes[1], "generator.relational-memory"),
            table(recipes[0], "generator.relational-memory"));
}

TEST(SharedGenerator, KeepsWhatAStrategyNeeds) {
  const auto recipes = shared({"mle", "textgan", "embedding-continuous", "tilgan"});
  EXPECT_EQ(recipes[3].generator.prior_width, load_recipe("tilgan").generator.prior_width);
  EXPECT_EQ(recipes[1].generator.latent_width, load_recipe("textgan").generator.latent_width);
  EXPECT_EQ(recipes[1].discriminator.embedding_width, recipes[0].generator.embedding_width);
  EXPECT_EQ(recipes[2].generator.output, "point");
  EXPECT_EQ(recipes[2].generator.hidden_width, recipes[0].generator.hidden_width);
}

TEST(SharedGenerator, LeavesARecipeWithoutPretrainingWithoutIt) {
  std::vector<Recipe> recipes = {load_recipe("mle"), load_recipe("seqgan")};
  recipes[1].training.pretrain_epochs = 0;
  share_generator(recipes);
  EXPECT_EQ(recipes[1].training.pretrain_epochs, 0);
}

TEST(SharedGenerator, NamesTheRecipeThatItDoesNotGoTogetherWith) {
  std::vector<Recipe> recipes = {load_recipe("mle"), load_recipe("seqgan")};
  recipes[0].generator.tied_embeddings = true;
  recipes[0].generator.embedding_width = 8;
  try {
    share_generator(recipes);
    FAIL() << "accepted";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("mle"));
    EXPECT_THAT(error.what(), HasSubstr("tied_embeddings"));
    EXPECT_THAT(error.what(), HasSubstr("`generators`"));
  }
}

TEST(SharedGenerator, IsRefusedWhereItLeavesNoDifference) {
  std::vector<Recipe> recipes = {load_recipe("seqgan"), load_recipe("wgan-gp-lm"),
                                 load_recipe("wgan-gp-lm-conv")};
  try {
    share_generator(recipes);
    FAIL() << "accepted";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("wgan-gp-lm-conv and wgan-gp-lm differ in nothing but"));
    EXPECT_THAT(error.what(), HasSubstr("or let `generators` be own"));
  }
}

}  // namespace
}  // namespace lingan::shared_generator_test
