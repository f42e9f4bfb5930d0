#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include <lingan/base/closest_name.h>
#include <lingan/base/error.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/recipe/recipe_keys.h>
#include <lingan/gan/strategies/policy_gradient.h>

#include "tests/test_data.h"

namespace lingan {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// What the reader says against a recipe.
std::string complaint(const std::string& toml, const std::vector<std::string>& overrides = {}) {
  try {
    parse_recipe(toml, "my.toml", overrides);
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
    return error.what();
  }
  return "accepted";
}

TEST(Recipe, GivesEveryKeyItsDefault) {
  const Recipe recipe = parse_recipe("", "empty");
  EXPECT_EQ(format_recipe(recipe), format_recipe(Recipe{}));
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
adversarial_steps = 7
)",
                                     "my.toml");
  EXPECT_EQ(recipe.name, "mine");
  EXPECT_EQ(recipe.strategy, "policy-gradient");
  EXPECT_EQ(recipe.options.get<PolicyGradientOptions>().rollouts, 4);
  EXPECT_FALSE(recipe.options.get<PolicyGradientOptions>().sum_over_tokens);
  EXPECT_EQ(recipe.options.get<PolicyGradientOptions>().reward_scale, 2.0);
  EXPECT_EQ(recipe.discriminator.filter_counts, (std::vector<int64_t>{10, 20}));
  EXPECT_EQ(recipe.training.adversarial_steps, 7);
}

TEST(Recipe, ReadsBackWhatItFormats) {
  Recipe recipe = load_recipe("seqgan");
  recipe.name = "quotes \" and \\ and \n and \x7F and \xC3\xA9";
  recipe.training.pretrain_learning_rate = 0.1 + 0.2;
  recipe.training.discriminator_learning_rate = 1e-300;
  recipe.training.gradient_clip = 1e22;
  const std::string text = format_recipe(recipe);
  const Recipe again = parse_recipe(text, "formatted");
  EXPECT_EQ(again.name, recipe.name);
  EXPECT_EQ(again.training.pretrain_learning_rate, 0.1 + 0.2);
  EXPECT_EQ(again.training.discriminator_learning_rate, 1e-300);
  EXPECT_EQ(format_recipe(again), text);
}

TEST(Recipe, FormatsEveryKeyWithItsMeaningAndAllowedValues) {
  const std::string text = format_recipe(Recipe{});
  for (const RecipeKey& key : recipe_keys()) {
    EXPECT_THAT(text, HasSubstr(fmt::format("\n{} = ", key.option.name))) << key.path();
    EXPECT_THAT(text, HasSubstr(key.option.allowed())) << key.path();
  }
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

TEST(Recipe, NamesKeyAndAllowedValuesOfAWrongOne) {
  EXPECT_THAT(complaint("[training]\nbatch_size = \"many\"\n"),
              AllOf(HasSubstr("my.toml:2: training.batch_size = \"many\""),
                    HasSubstr("an integer in 1..65536")));
  EXPECT_THAT(complaint("[training]\nbatch_size = 0\n"), HasSubstr("1..65536"));
  EXPECT_THAT(complaint("[training]\nbatch_size = 1.5\n"), HasSubstr("an integer"));
  EXPECT_THAT(complaint("[discriminator]\ndropout = 1.0\n"), HasSubstr("a number in [0, 1)"));
  EXPECT_THAT(complaint("[training]\npretrain_learning_rate = 0\n"), HasSubstr("a number > 0"));
  EXPECT_THAT(complaint("[training]\npretrain_learning_rate = nan\n"), HasSubstr("a number > 0"));
  EXPECT_THAT(complaint("[training]\ngradient_clip = inf\n"), HasSubstr("a number >= 0"));
  EXPECT_THAT(complaint("[generator]\ncell = \"lstn\"\n"),
              AllOf(HasSubstr("did you mean lstm?"), HasSubstr("one of lstm, gru")));
  EXPECT_THAT(complaint("[generator]\ntied_embeddings = 1\n"), HasSubstr("true or false"));
  EXPECT_THAT(complaint("[discriminator]\nfilter_widths = []\n"), HasSubstr("a list of 1..64"));
  EXPECT_THAT(complaint("[discriminator]\nfilter_widths = [1, 0]\n"), HasSubstr("a list of 1..64"));
  EXPECT_THAT(complaint("[engine]\nprecision = \"fp8\"\n"), HasSubstr("one of float32, bf16"));
  EXPECT_THAT(complaint("[engine]\nmemory_budget = 0\n"), HasSubstr("an integer in 1..1048576"));
  EXPECT_THAT(complaint("training = 3\n"), HasSubstr("expected a table"));
  EXPECT_THAT(complaint("name = 1979-05-27\n"), HasSubstr("a date or time"));
}

TEST(Recipe, NamesTheLineOfASyntaxError) {
  EXPECT_THAT(complaint("[training]\nbatch_size = = 3\n"), HasSubstr("my.toml:2"));
  EXPECT_THAT(complaint("[training]\nbatch_size = 1\nbatch_size = 2\n"), HasSubstr("my.toml:3"));
  EXPECT_THAT(complaint("name = \"\xFF\"\n"), HasSubstr("my.toml:1"));
}

TEST(Recipe, RefusesCombinationsWithTheReason) {
  EXPECT_THAT(complaint("[generator]\ntied_embeddings = true\nembedding_width = 8\n"),
              HasSubstr("hidden_width"));
  EXPECT_THAT(complaint("[discriminator]\nfilter_widths = [1]\n"), HasSubstr("one count for each"));
  EXPECT_THAT(complaint("[discriminator]\nrepresentations = 7\n"), HasSubstr("must divide"));
  EXPECT_THAT(complaint("[strategy]\nname = \"policy-gradient\"\n[strategy.policy-gradient]\n"
                        "constant_reward = 2.0\n"),
              HasSubstr("nothing is learned"));
  EXPECT_THAT(complaint("[strategy]\nname = \"policy-gradient\"\n[strategy.policy-gradient]\n"
                        "discount = 0.9\n"),
              HasSubstr("rollouts = 0"));
}

TEST(Recipe, TakesOverridesLast) {
  const std::vector<std::string> overrides = {
      "training.batch_size=32",          "generator.cell=gru",
      "strategy.name=\"embedding\"",     "strategy.policy-gradient.rollouts=3",
      "discriminator.filter_widths=[2]", "discriminator.filter_counts=[9]",
      "training.batch_size=33",          "summary="};
  const Recipe recipe =
      parse_recipe("summary = \"x\"\n[training]\nbatch_size = 8\n", "f", overrides);
  EXPECT_EQ(recipe.training.batch_size, 33);
  EXPECT_EQ(recipe.generator.cell, "gru");
  EXPECT_EQ(recipe.strategy, "embedding");
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
  EXPECT_THAT(complaint("", {"training.batch_size=3\nname=2"}), HasSubstr("one value"));
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

TEST(Recipe, ShipsTheRecipesOfTheFolder) {
  EXPECT_THAT(recipe_names(), ::testing::UnorderedElementsAre("mle", "seqgan", "seqgan-paper",
                                                              "gsgan", "textgan", "relgan-lstm"));
  for (const std::string& name : recipe_names()) {
    std::ifstream file(testing::source_dir() / "tools/recipes" / (name + ".toml"));
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(recipe_text(name), text);
    const Recipe recipe = load_recipe(name);
    EXPECT_EQ(recipe.name, name);
    EXPECT_FALSE(recipe.summary.empty());
    EXPECT_EQ(recipe.strategy.empty(), name == "mle");
    EXPECT_EQ(recipe.training.adversarial_steps == 0, name == "mle");
  }
}

TEST(Recipe, LoadsFilesAndRefusesUnknownNames) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "mine.toml";
  std::ofstream(path) << "name = \"mine\"\n";
  EXPECT_EQ(load_recipe(path.string()).name, "mine");
  EXPECT_THROW(load_recipe((folder.path() / "absent.toml").string()), IoError);
  try {
    load_recipe("seqgam");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("did you mean seqgan?"), HasSubstr("relgan-lstm")));
  }
}

TEST(EditDistance, CountsEditsAndSwaps) {
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("batch_siez", "batch_size"), 1U);
  EXPECT_EQ(edit_distance("same", "same"), 0U);
}

}  // namespace
}  // namespace lingan
