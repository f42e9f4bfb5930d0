#include <lingan/gan/recipe/pretraining.h>

#include <gtest/gtest.h>

#include <lingan/gan/recipe/shared_generator.h>
#include <lingan/gan/strategies/in_filling.h>
#include <lingan/gan/strategies/missing_data.h>

namespace lingan::pretraining_test {
namespace {

TEST(Pretraining, IsARecipeThatIsAllowed) {
  for (const std::string& name : recipe_names()) {
    const Recipe start = pretraining_of(load_recipe(name));
    EXPECT_EQ(start.name, name + ".start");
    EXPECT_EQ(start.training.adversarial_rounds, 0);
    const std::string text = format_recipe(start);
    EXPECT_EQ(format_recipe(parse_recipe(text, name)), text);
  }
}

TEST(Pretraining, IsOneForRecipesThatShareAGenerator) {
  std::vector<Recipe> recipes = {load_recipe("mle"), load_recipe("gsgan"),
                                 load_recipe("relgan-lstm"), load_recipe("seqgan")};
  EXPECT_FALSE(pretrain_the_same(recipes[0], recipes[2], false)) << "another generator";
  share_generator(recipes);
  EXPECT_TRUE(pretrain_the_same(recipes[0], recipes[1], false));
  EXPECT_TRUE(pretrain_the_same(recipes[0], recipes[2], false));
  EXPECT_FALSE(pretrain_the_same(recipes[0], recipes[3], false)) << "keeps the last weights";
}

TEST(Pretraining, DependsOnWhatItMeasuresWhereItMeasuresSamples) {
  const Recipe one = load_recipe("gsgan");
  Recipe other = one;
  other.training.evaluate_samples = 7;
  other.optimizers.discriminator.learning_rate = 0.5;
  EXPECT_TRUE(pretrain_the_same(one, other, false));
  EXPECT_FALSE(pretrain_the_same(one, other, true));
  other = one;
  other.optimizers.likelihood.learning_rate = 0.5;
  EXPECT_FALSE(pretrain_the_same(one, other, false));
  other = one;
  other.training.output_bias_passes = 2;
  EXPECT_FALSE(pretrain_the_same(one, other, false));
}

TEST(Pretraining, DependsOnTheHolesThatSentencesHave) {
  const Recipe one = load_recipe("maskgan");
  Recipe other = one;
  other.options.get<InFillingOptions>().masks += 1;
  EXPECT_FALSE(pretrain_the_same(one, other, false));
  EXPECT_FALSE(pretrain_the_same(one, load_recipe("sequence-to-sequence"), false));
  other = one;
  other.optimizers.discriminator.learning_rate = 0.5;
  EXPECT_TRUE(pretrain_the_same(one, other, false));
}

TEST(Pretraining, DependsOnTheWordsThatAreTakenOut) {
  const Recipe one = load_recipe("misgan");
  Recipe other = one;
  other.options.get<MissingDataOptions>().mask_share = 0.5;
  EXPECT_FALSE(pretrain_the_same(one, other, false));
  other = one;
  other.strategy = "gumbel-softmax";
  EXPECT_FALSE(pretrain_the_same(one, other, false));
}

TEST(Pretraining, DependsOnADiscriminatorThatLearnsBetweenItsEpochs) {
  Recipe one = load_recipe("seqgan");
  for (const int64_t rounds : {0, 2}) {
    one.training.interleaved_rounds = rounds;
    Recipe other = one;
    other.discriminator.embedding_width = 7;
    EXPECT_EQ(pretrain_the_same(one, other, false), rounds == 0);
    other = one;
    other.training.discriminator_epochs += 1;
    EXPECT_EQ(pretrain_the_same(one, other, false), rounds == 0);
    other = one;
    other.training.adversarial_rounds += 1;
    other.optimizers.generator.learning_rate = 0.5;
    EXPECT_TRUE(pretrain_the_same(one, other, false));
  }
}

}  // namespace
}  // namespace lingan::pretraining_test
