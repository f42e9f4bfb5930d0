/// A toy variant of every kind, added as CONTRIBUTING.md says: a card, what makes it, and a line in
/// the kind's list (lists/ has the lists with that line). Everything that knows variants has to
/// find it there; the conformance tests of the rooms are linked in and run over the toys, too.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include <CLI/CLI.hpp>

#include <lingan/base/error.h>
#include <lingan/gan/gradients/expected_reward.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/embedding.h>
#include <lingan/gan/strategies/embedding_estimators.h>
#include <lingan/gan/strategies/gumbel_estimators.h>
#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/reward_shape.h>
#include <lingan/gan/strategies/temperature_schedule.h>
#include <lingan/gan/training/symptoms.h>
#include <lingan/gradients/estimators.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/optimizers/optimizer_options.h>

#include "tests/heard_notices.h"
#include "tests/refusal.h"
#include "tests/text/training.h"
#include "tests/variants/toy_networks.h"
#include "tests/variants/toy_strategy.h"
#include "tools/data_options.h"
#include "tools/recipe_choices.h"

namespace lingan::variants_test {
namespace {

using ::testing::HasSubstr;

std::string complaint(const std::string& toml) {
  return testing::refusal<InputError>([&] { parse_recipe(toml, "my.toml"); });
}

TEST(Variants, OfEveryKindAreAmongTheChoices) {
  for (const char* kind : {"tokenizer", "generator", "discriminator", "objective", "strategy",
                           "reward", "reward-shape", "baseline", "estimator", "schedule",
                           "rate-schedule", "metric", "protocol"}) {
    EXPECT_THAT(tools::describe_choices(kind), HasSubstr("to play with")) << kind;
    EXPECT_THAT(tools::known_kinds(), HasSubstr(kind));
  }
  EXPECT_THAT(tools::describe_choices("estimator"),
              ::testing::AllOf(HasSubstr("gumbel-softmax: rows to play with"),
                               HasSubstr("embedding: vectors to play with")));
  EXPECT_THAT(
      tools::describe_choices("strategy"),
      ::testing::AllOf(HasSubstr("[strategy.toy]"), HasSubstr("sharpness = 2.0"),
                       HasSubstr("a number in [1, 100]"), HasSubstr("how sharp the toy is")));
  EXPECT_THAT(tools::describe_choices("generator"), HasSubstr("[generator.toy]"));
}

TEST(Variants, StandInTheHelp) {
  CLI::App command;
  tools::DataOptions data;
  data.add_to(command);
  EXPECT_THAT(command.help(), HasSubstr("toy"));
}

TEST(Variants, BringTheirTablesIntoRecipes) {
  const Recipe recipe = parse_recipe(R"(
[strategy]
name = "toy"
[strategy.toy]
sharpness = 3
[strategy.policy-gradient]
reward = "toy"
reward_shape = "toy"
baseline = "toy"
[strategy.gumbel-softmax]
estimator = "toy"
schedule = "toy"
[strategy.embedding]
estimator = "toy"
[optimizer.generator]
schedule = "toy"
[objective]
name = "toy"
[generator]
cell = "toy"
[generator.toy]
like = "gru"
[discriminator]
kind = "toy"
)",
                                     "my.toml");
  EXPECT_EQ(recipe.options.get<ToyStrategyOptions>().sharpness, 3);
  EXPECT_EQ(recipe.generator.own.get<ToyGeneratorOptions>().like, "gru");
  const std::string text = format_recipe(recipe);
  EXPECT_THAT(text, HasSubstr("\n[strategy.toy]\n"
                              "# how sharp the toy is: a number in [1, 100].\n"
                              "sharpness = 3.0\n"));
  EXPECT_EQ(format_recipe(parse_recipe(text, "formatted")), text);
}

TEST(Variants, HaveTheirRangesAndRulesKept) {
  EXPECT_THAT(complaint("[strategy.toy]\nsharpness = 0.5\n"),
              HasSubstr("my.toml:2: strategy.toy.sharpness = 0.5: expected a number in [1, 100]"));
  EXPECT_THAT(complaint("[strategy.toy]\nsharpnes = 2\n"), HasSubstr("did you mean sharpness?"));
  EXPECT_THAT(complaint("[generator.toy]\nlike = \"elman\"\n"), HasSubstr("one of lstm, gru"));
  const std::string unlucky = "[strategy.toy]\nsharpness = 13\n";
  EXPECT_THAT(complaint("[strategy]\nname = \"toy\"\n" + unlucky), HasSubstr("brings no luck"));
  EXPECT_EQ(complaint(unlucky), "accepted");  // it was not chosen
}

TEST(Variants, AreMadeByTheirNamesWithTheirOptions) {
  GeneratorOptions options;
  options.cell = "toy";
  options.vocabulary_size = 9;
  const RandomStream stream = {1, Purpose::kInitialize, 0};
  EXPECT_EQ(make_generator(options, stream)->options().cell, "lstm");
  options.own.get<ToyGeneratorOptions>().like = "gru";
  EXPECT_EQ(make_generator(options, stream)->options().cell, "gru");
  const auto rewards = torch::tensor({{1.0}, {3.0}});
  EXPECT_EQ(make_baseline("toy", 0)->value({rewards, torch::ones({2, 1})}).item<double>(), 2);
  EXPECT_EQ(make_reward_shape("toy", 1)(rewards, torch::ones({2, 1}))[1].item<double>(), 4);
  EXPECT_EQ(testing::train("toy", {"ab"}, 0)->encode("ba").size(), 2U);
  metrics::EvaluationSentences sentences;
  for (const int32_t last : {2, 3}) sentences.hypotheses.append(std::vector<int32_t>{1, last});
  EXPECT_EQ(metrics::evaluate(sentences, {.metrics = {"toy"}, .protocol = "toy"}).at(0).value, 2);
}

TEST(Variants, AreMadeByTheirNamesAmongEstimatorsAndRates) {
  const auto logits = torch::tensor({{1.0, 3.0}});
  const GumbelDraw draw{.logits = logits, .perturbed = logits, .hard = torch::tensor({1})};
  // softmax((1, 3) / 2)
  EXPECT_NEAR(gumbel_estimator("toy")(draw)[0][1].item<double>(), 1 / (1 + std::exp(-1)), 1e-6);
  GeneratorOptions options;
  options.vocabulary_size = 4;
  const auto generator = make_generator(options, {1, Purpose::kInitialize, 0});
  const RelaxedToken token =
      make_embedding_estimator("toy", 1)->relax({.generator = *generator,
                                                 .hidden = {},
                                                 .logits = logits,
                                                 .embeddings = torch::eye(2),
                                                 .stream = {1, Purpose::kSample, 0},
                                                 .first_row = 0,
                                                 .position = 0});
  // softmax(2 (1, 3))
  EXPECT_NEAR(token.shown[0][1].item<double>(), 1 / (1 + std::exp(-4)), 1e-6);
  OptimizerOptions rates;
  rates.learning_rate = 0.4;
  rates.schedule = "toy";
  EXPECT_DOUBLE_EQ(learning_rate(rates, 0, 0.5), 0.1);
  EXPECT_TRUE(depends_on_length(rates));
  EXPECT_NE(card_named(gradients::estimators(), "toy"), nullptr);
}

TEST(Variants, OfTokenizersSplitTextAtHandWhereTheirCardsSaySo) {
  EXPECT_THAT(metrics::text_splitters(), ::testing::Contains("toy"));
  const auto sentences =
      metrics::split_texts({.hypotheses = {"ab"}, .references = {{"b a"}}}, "toy");
  ASSERT_EQ(sentences.hypotheses.ids.size(), 2U);
  ASSERT_EQ(sentences.references->ids.size(), 3U);
  EXPECT_EQ(sentences.hypotheses.ids[0], sentences.references->ids[2]);
  EXPECT_EQ(sentences.hypotheses.ids[1], sentences.references->ids[0]);
}

/// Cards say which keys act.
TEST(Variants, HaveTheKeysThatTheirCardsName) {
  const auto why = [](const char* strategy, const char* key) {
    Recipe recipe;
    recipe.strategy = strategy;
    recipe.training.adversarial_rounds = 1;
    recipe.options.get<GumbelSoftmaxOptions>().estimator = "toy";
    recipe.options.get<EmbeddingOptions>().estimator = "toy";
    return why_idle(key, {{&recipe, 1}});
  };
  EXPECT_EQ(why("gumbel-softmax", "strategy.gumbel-softmax.gap"), "");
  EXPECT_THAT(why("gumbel-softmax", "strategy.gumbel-softmax.draws"), HasSubstr("\"toy\""));
  EXPECT_EQ(why("embedding", "strategy.embedding.sharpness"), "");
}

TEST(Variants, OfStrategiesSayWhatTheyHearAndWhatTheyRaise) {
  Recipe recipe;
  recipe.strategy = "toy";
  recipe.options.get<ToyStrategyOptions>().sharpness = 3;
  EXPECT_EQ(reward_of(recipe).reward, "ratio");
  EXPECT_EQ(reward_of(recipe).log_ratio_bound, 3);
  const auto said = [&recipe](int64_t step, const std::map<std::string, double>& values) {
    const testing::HeardNotices heard;
    Symptoms(recipe, 512).look_at({.phase = "adversarial", .step = step, .values = values});
    return heard.texts;
  };
  EXPECT_THAT(said(1, {{"reward", 1}, {"reward-deviation", 0}}),
              ::testing::ElementsAre(HasSubstr("or choose another strategy.toy.sharpness")));
  EXPECT_EQ(said(2, {{"discriminator-accuracy", 0.05}}).size(), 1U);
  recipe.options.get<ToyStrategyOptions>().sharpness = 60;
  EXPECT_EQ(said(3, {{"discriminator-accuracy", 0.05}}).size(), 0U);
}

/// Whether a suite that runs over the cards of a kind has a test whose name says toy.
bool runs_over_the_toy(const std::string& suite) {
  const auto* all = ::testing::UnitTest::GetInstance();
  for (int i = 0; i < all->total_test_suite_count(); ++i) {
    if (all->GetTestSuite(i)->name() != suite) continue;
    for (int j = 0; j < all->GetTestSuite(i)->total_test_count(); ++j) {
      const std::string test = all->GetTestSuite(i)->GetTestInfo(j)->name();
      if (test.find("toy") != std::string::npos) return true;
    }
  }
  return false;
}

TEST(Variants, GoThroughTheConformanceTests) {
  for (const char* suite : {"Cards/EveryKind", "Cards/EveryGenerator", "Cards/EveryDiscriminator",
                            "Objectives/EveryObjective", "Cards/EveryStrategyAndObjective"}) {
    EXPECT_TRUE(runs_over_the_toy(suite)) << suite;
  }
}

}  // namespace
}  // namespace lingan::variants_test
