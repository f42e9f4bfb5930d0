#include <lingan/gan/recipe/fitted_recipe.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/model/discriminators/label_condition.h>
#include <lingan/model/discriminators/source_condition_options.h>

namespace lingan::fitted_recipe_test {
namespace {

const DataSizes kSizes{.vocabulary_size = 9,
                       .specials = {.pad = 4, .bos = 5, .eos = 6, .unk = 7},
                       .length = 12,
                       .label_sentences = {30, 10, 5}};

TEST(FittedRecipe, HasTheSizesOfTheTextInBothNetworks) {
  const Recipe recipe = fitted_recipe(load_recipe("textgan"), kSizes);
  EXPECT_EQ(recipe.generator.vocabulary_size, 9);
  EXPECT_EQ(recipe.discriminator.vocabulary_size, 9);
  EXPECT_EQ(recipe.generator.specials, kSizes.specials);
  EXPECT_EQ(recipe.discriminator.specials, kSizes.specials);
  EXPECT_EQ(recipe.generator.length, 12);
  EXPECT_EQ(recipe.discriminator.length, 12);
  EXPECT_GT(recipe.generator.latent_width, 0);
  EXPECT_EQ(recipe.discriminator.latent_width, recipe.generator.latent_width);
}

TEST(FittedRecipe, HasTheSources) {
  DataSizes sizes = kSizes;
  sizes.sources = std::make_shared<SourceTable>();
  const Recipe recipe = fitted_recipe(load_recipe("sequence-to-sequence"), sizes);
  EXPECT_EQ(recipe.generator.sources, sizes.sources);
}

TEST(FittedRecipe, TellsDTheSourcesThatItReads) {
  DataSizes sizes = kSizes;
  sizes.sources = std::make_shared<SourceTable>();
  const auto condition_of = [&](const std::string& name,
                                const std::vector<std::string>& overrides) {
    return fitted_recipe(load_recipe(name, overrides), sizes)
        .discriminator.own.get<SourceConditionOptions>();
  };
  EXPECT_EQ(condition_of("sequence-to-sequence", {}).sources, nullptr);
  EXPECT_EQ(condition_of("gat", {}).sources, sizes.sources);
  EXPECT_EQ(condition_of("gat", {}).labels, 3);
  EXPECT_EQ(condition_of("gat", {"generator.labels=none"}).labels, 0);
  const std::vector<std::string> without = {"generator.labels=none", "generator.source=none"};
  EXPECT_FALSE(condition_of("gat", without).reads_sources) << "there are none";
  const Recipe gat = fitted_recipe(load_recipe("gat"), sizes);
  EXPECT_EQ(gat.generator.label_sentences, kSizes.label_sentences);
  EXPECT_EQ(gat.discriminator.classes, 0) << "labels come with the sources";
  EXPECT_FALSE(gat.discriminator.own.get<LabelCondition>().is_told);
}

TEST(FittedRecipe, HasTheLabelsWhereTheyAreUsed) {
  const Recipe mle = fitted_recipe(load_recipe("mle"), kSizes);
  EXPECT_TRUE(mle.generator.label_sentences.empty());
  EXPECT_EQ(mle.discriminator.classes, 0);
  const Recipe sentigan = fitted_recipe(load_recipe("sentigan"), kSizes);
  EXPECT_EQ(sentigan.generator.label_sentences, kSizes.label_sentences);
  EXPECT_EQ(sentigan.discriminator.classes, 3);
  EXPECT_FALSE(sentigan.discriminator.own.get<LabelCondition>().is_told);
  const Recipe few = fitted_recipe(load_recipe("semi-supervised"), kSizes);
  EXPECT_TRUE(few.generator.label_sentences.empty());
  EXPECT_EQ(few.discriminator.classes, 3);
  EXPECT_FALSE(few.discriminator.own.get<LabelCondition>().is_told);
}

TEST(FittedRecipe, TellsDTheLabelsWhereItDoesNotTellThemItself) {
  const Recipe catgan = fitted_recipe(load_recipe("catgan"), kSizes);
  EXPECT_EQ(catgan.generator.label_sentences, kSizes.label_sentences);
  EXPECT_EQ(catgan.discriminator.classes, 3);
  EXPECT_TRUE(catgan.discriminator.own.get<LabelCondition>().is_told);
}

}  // namespace
}  // namespace lingan::fitted_recipe_test
