#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/strategies/policy_gradient.h>

#include "tests/gan/recipe/complaint.h"

namespace lingan::recipe_test {
namespace {

using ::testing::AllOf;
using testing::complaint;
using ::testing::HasSubstr;

TEST(Recipe, GivesEveryKeyItsDefault) {
  const Recipe recipe = parse_recipe("", "empty"), defaults;
  EXPECT_EQ(format_recipe(recipe), format_recipe(defaults));
  EXPECT_EQ(recipe.training.batch_size, TrainingOptions{}.batch_size);
}

TEST(Recipe, ReadsValuesOfEveryType) {
  const Recipe recipe = parse_recipe(R"(
name = "mine"
[strategy]
name = "policy-gradient"
[strategy.policy-gradient]
rollouts = 4
sum_over_tokens = false
reward_scale = 2
[discriminator]
filter_widths = [1, 2]
filter_counts = [10, 20]
[training]
adversarial_rounds = 7
)",
                                     "my.toml");
  EXPECT_EQ(recipe.name, "mine");
  EXPECT_EQ(recipe.strategy, "policy-gradient");
  EXPECT_EQ(recipe.options.get<PolicyGradientOptions>().rollouts, 4);
  EXPECT_FALSE(recipe.options.get<PolicyGradientOptions>().sum_over_tokens);
  EXPECT_EQ(recipe.options.get<PolicyGradientOptions>().reward_scale, 2.0);
  EXPECT_EQ(recipe.discriminator.filter_counts, (std::vector<int64_t>{10, 20}));
  EXPECT_EQ(recipe.training.adversarial_rounds, 7);
}

TEST(Recipe, NamesFileLineAndAlternativesOfAnUnknownKey) {
  EXPECT_THAT(complaint("[training]\n\nbatch_siez = 3\n"),
              AllOf(HasSubstr("my.toml:3"), HasSubstr("batch_siez"),
                    HasSubstr("did you mean batch_size?"), HasSubstr("pretrain_epochs")));
  EXPECT_THAT(complaint("[trainning]\n"),
              AllOf(HasSubstr("my.toml:1"), HasSubstr("did you mean training")));
  EXPECT_THAT(complaint("[strategy.policy-gradients]\n"),
              HasSubstr("did you mean policy-gradient?"));
  EXPECT_THAT(complaint("[training]\nzzzzzzzz = 3\n"), ::testing::Not(HasSubstr("did you mean")));
}

TEST(Recipe, ReadsTheTablesOfPlayersInOneThatHasNoKeys) {
  const std::vector<std::string> overrides = {"optimizer.generator.beta1=0.5"};
  const Recipe recipe = parse_recipe(
      "[optimizer.likelihood]\nschedule = \"cosine\"\n[optimizer.discriminator]\naverage = 0.9\n",
      "f", overrides);
  EXPECT_EQ(recipe.optimizers.likelihood.schedule, "cosine");
  EXPECT_EQ(recipe.optimizers.generator.beta1, 0.5);
  EXPECT_EQ(recipe.optimizers.discriminator.average, 0.9);
  EXPECT_THAT(complaint("[optimizer.likelihod]\n"), HasSubstr("did you mean likelihood?"));
  EXPECT_THAT(complaint("[optimiser.likelihood]\n"), HasSubstr("did you mean optimizer?"));
  EXPECT_THAT(complaint("optimizer = 3\n"), HasSubstr("expected a table, [optimizer]"));
  EXPECT_THAT(complaint("", {"optimizer.beta1=0.5"}),
              HasSubstr("[optimizer] knows likelihood, generator, discriminator"));
}

TEST(Recipe, NamesTheLineOfASyntaxError) {
  EXPECT_THAT(complaint("[training]\nbatch_size = = 3\n"), HasSubstr("my.toml:2"));
  EXPECT_THAT(complaint("[training]\nbatch_size = 1\nbatch_size = 2\n"), HasSubstr("my.toml:3"));
  EXPECT_THAT(complaint("name = \"\xFF\"\n"), HasSubstr("my.toml:1"));
  EXPECT_THAT(complaint("[training]\nbatch_size = = 3\n"),
              AllOf(HasSubstr("malformed TOML at column 1"),
                    ::testing::Not(HasSubstr("Error while parsing"))));
}

TEST(Recipe, TakesOverridesLast) {
  const std::vector<std::string> overrides = {
      "training.batch_size=32",           "generator.cell=gru",
      "strategy.name=\"gumbel-softmax\"", "strategy.policy-gradient.rollouts=3",
      "discriminator.filter_widths=[2]",  "discriminator.filter_counts=[9]",
      "training.batch_size=33",           "summary="};
  const Recipe recipe =
      parse_recipe("summary = \"x\"\n[training]\nbatch_size = 8\n", "f", overrides);
  EXPECT_EQ(recipe.training.batch_size, 33);
  EXPECT_EQ(recipe.generator.cell, "gru");
  EXPECT_EQ(recipe.strategy, "gumbel-softmax");
  EXPECT_EQ(recipe.options.get<PolicyGradientOptions>().rollouts, 3);
  EXPECT_EQ(recipe.discriminator.filter_widths, std::vector<int64_t>{2});
  EXPECT_EQ(recipe.summary, "");
}

TEST(Recipe, NamesTheOverrideThatIsWrong) {
  EXPECT_THAT(complaint("", {"training.batch_size"}), HasSubstr("expected KEY=VALUE"));
  EXPECT_THAT(complaint("", {"training.batch_size=x"}),
              HasSubstr("`overrides` training.batch_size=x"));
  EXPECT_THAT(complaint("", {"training.batch=3"}), HasSubstr("did you mean batch_size?"));
  EXPECT_THAT(complaint("", {"trainin.batch_size=3"}), HasSubstr("did you mean training?"));
  EXPECT_THAT(complaint("", {"discriminator.filter_widths=[3]\nname=2"}), HasSubstr("one value"));
  EXPECT_THAT(complaint("", {"discriminator.filter_widths=[3"}),
              HasSubstr("`overrides` discriminator.filter_widths=[3: discriminator.filter_widths = "
                        "\"[3\": expected a list of"));
  EXPECT_THAT(complaint("", {"generator=1"}),
              AllOf(HasSubstr("generator is a table; name a key of it: cell, "),
                    ::testing::Not(HasSubstr("did you mean"))));
  EXPECT_THAT(complaint("", {"x=1"}), ::testing::Not(HasSubstr("did you mean")));
  EXPECT_THAT(complaint("", {"x.y=1"}), ::testing::Not(HasSubstr("did you mean")));
  EXPECT_THAT(complaint("", {"strategy.name=x"}), ::testing::Not(HasSubstr("did you mean")));
  EXPECT_THAT(
      complaint("name = \"a\"", {"generator.tied_embeddings=true", "generator.hidden_width=3"}),
      HasSubstr("`overrides`, of the recipe \"a\": generator.tied_embeddings: needs"));
}

TEST(Recipe, ReadsDecimalNumbersAlone) {
  const std::vector<std::string> zeros = {"training.batch_size=010",
                                          "generator.input_dropout=00.5"};
  const Recipe recipe = parse_recipe("", "f", zeros);
  EXPECT_EQ(recipe.training.batch_size, 10);
  EXPECT_EQ(recipe.generator.input_dropout, 0.5);
  for (const char* value : {"0x10", "0b1", "1_0", "1e1", "nan", "", " 1", "99999999999999999999"}) {
    EXPECT_THAT(complaint("", {std::string("training.batch_size=") + value}),
                HasSubstr("expected an integer in 1..65536"))
        << value;
  }
  for (const char* value : {"nan", "inf", "0x1p-2", "1e999"}) {
    EXPECT_THAT(complaint("", {std::string("generator.input_dropout=") + value}),
                HasSubstr("expected a number"))
        << value;
  }
  EXPECT_THAT(complaint("[training]\nbatch_size = 0x10\n"),
              AllOf(HasSubstr("my.toml:2"), HasSubstr("(not written in decimal)")));
  EXPECT_THAT(complaint("[discriminator]\nfilter_widths = [0o7]\n"), HasSubstr("expected a list"));
}

TEST(Recipe, RefusesHostileTextsQuietly) {
  EXPECT_THAT(complaint(std::string(2 << 20, ' ')), HasSubstr("larger than"));
  std::string dotted = "a";
  for (int i = 0; i < 100000; ++i) dotted += ".a";
  EXPECT_THAT(complaint(dotted + " = 1\n"), HasSubstr("dots"));
  EXPECT_NE(complaint("a = " + std::string(100000, '[')), "accepted");
  EXPECT_NE(complaint("a = " + std::string(100000, '{')), "accepted");
  EXPECT_THAT(complaint("\"a\\nb\" = 1\n"), HasSubstr("unknown key \"a\\u000Ab\""));
  EXPECT_NE(complaint(std::string("name = \"\0\"", 10)), "accepted");
}

}  // namespace
}  // namespace lingan::recipe_test
