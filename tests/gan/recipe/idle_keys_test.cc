#include <lingan/gan/recipe/idle_keys.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/recipe_keys.h>
#include <lingan/gan/strategies/gumbel_estimator_cards.h>
#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/leaked_features.h>
#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/gan/strategies/reward_augmented.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/strategies/taylor.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/discriminators/source_condition_options.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan::idle_keys_test {
namespace {

using ::testing::HasSubstr;

std::string why(const std::string& path, const std::string& recipe, bool on_oracle = false) {
  const Recipe one = load_recipe(recipe);
  return why_idle(path, {{&one, 1}, on_oracle});
}

TEST(WhyIdle, NamesThePhaseThatARecipeDoesNotHave) {
  for (const char* path :
       {"training.discriminator_pretrain_rounds", "training.round", "training.checkpoint_every",
        "optimizer.generator.learning_rate", "objective.name", "strategy.policy-gradient.rollouts",
        "discriminator.dropout", "engine.memory_budget", "engine.precision",
        "training.evaluate_every"}) {
    EXPECT_EQ(why(path, "mle"), "with strategy.name = \"\", maximum likelihood only") << path;
    EXPECT_EQ(why(path, "seqgan"), "") << path;
  }
  EXPECT_EQ(why("training.evaluate_every", "mle", true), "");
  EXPECT_EQ(why("training.batch_size", "mle"), "");
  EXPECT_EQ(why("no.such.key", "mle"), "");
}

TEST(WhyIdle, NamesWhatWasChosenInstead) {
  EXPECT_EQ(why("strategy.gumbel-softmax.feed_hard", "seqgan"),
            "with strategy.name = \"policy-gradient\"");
  EXPECT_THAT(why("engine.precision", "gsgan"), HasSubstr("which takes no rewards"));
  EXPECT_EQ(why("objective.gradient_penalty", "seqgan"),
            "with objective.name = \"non-saturating\"");
}

TEST(WhyIdle, TellsWhereDHasNoSourcesToRead) {
  EXPECT_EQ(why("discriminator.mismatched_share", "gat"), "");
  EXPECT_EQ(why("discriminator.reads_sources", "sequence-to-sequence"), "");
  EXPECT_EQ(why("discriminator.mismatched_share", "sequence-to-sequence"),
            "with discriminator.reads_sources = false");
  EXPECT_EQ(why("discriminator.reads_sources", "relgan"), "with generator.source = \"none\"");
  EXPECT_EQ(why("discriminator.reads_sources", "cyclegan"), "with generator.source = \"itself\"");
  EXPECT_EQ(why("discriminator.reads_sources", "maskgan"),
            "with a strategy that masks sentences, which are their own sources");
  EXPECT_EQ(why("discriminator.reads_sources", "mle"),
            "with strategy.name = \"\", maximum likelihood only");
}

TEST(WhyIdle, AsksTheVariantForItsOwnKeys) {
  EXPECT_EQ(why("strategy.policy-gradient.baseline_decay", "seqgan"),
            "with strategy.policy-gradient.baseline = \"none\"");
  const std::vector<std::string> overrides = {"strategy.policy-gradient.rollouts=0",
                                              "strategy.policy-gradient.baseline=moving-average"};
  const Recipe recipe = load_recipe("seqgan", overrides);
  EXPECT_EQ(why_idle("strategy.policy-gradient.baseline_decay", {{&recipe, 1}}), "");
  EXPECT_EQ(why_idle("strategy.policy-gradient.rollout_update_rate", {{&recipe, 1}}),
            "with strategy.policy-gradient.rollouts = 0");
}

TEST(WhyIdle, KnowsThatNothingIsFedToWhatWritesAllTokensAtOnce) {
  EXPECT_EQ(why("strategy.gumbel-softmax.feed_hard", "wgan-gp-lm-conv"),
            "with generator.cell = \"convolutional\", which writes all tokens at once");
  EXPECT_EQ(why("strategy.gumbel-softmax.feed_hard", "wgan-gp-lm"), "");
  for (const char* key : {"generator.embedding_width", "generator.embeddings"}) {
    EXPECT_EQ(why(key, "wgan-gp-lm-conv"),
              "with generator.cell = \"convolutional\", which reads no tokens");
    Recipe tied = load_recipe("wgan-gp-lm-conv");
    tied.generator.tied_embeddings = true;
    EXPECT_EQ(why_idle(key, {{&tied, 1}}), "");
    tied.generator.tied_embeddings = false;
    tied.discriminator.embeddings = "generator";
    EXPECT_EQ(why_idle(key, {{&tied, 1}}), "");
  }
}

TEST(WhyIdle, KnowsThatSharpnessIsOfTheSoftArgmax) {
  for (const char* key : {"strategy.embedding.sharpness", "strategy.embedding.schedule"}) {
    EXPECT_EQ(why(key, "embedding-continuous"),
              "with strategy.embedding.estimator = \"continuous\"");
    EXPECT_EQ(why(key, "textgan"), "");
  }
}

TEST(WhyIdle, KnowsWhereNoCompletionsTakeMemory) {
  EXPECT_EQ(why("engine.memory_budget", "maligan"), "with strategy.policy-gradient.rollouts = 0");
  EXPECT_EQ(why("engine.memory_budget", "sentigan"), "");
  const std::vector<std::string> overrides = {"strategy.penalty.rollouts=0"};
  const Recipe recipe = load_recipe("sentigan", overrides);
  EXPECT_EQ(why_idle("engine.memory_budget", {{&recipe, 1}}), "with strategy.penalty.rollouts = 0");
  EXPECT_EQ(why("engine.precision", "maligan"), "");
}

TEST(WhyIdle, KnowsWhereSentencesAreDrawnAsTheGeneratorWrites) {
  for (const char* key : {"sampling_share", "importance_clip"}) {
    const std::string path = std::string("strategy.policy-gradient.") + key;
    EXPECT_EQ(why(path, "coldgan"), "");
    EXPECT_NE(why(path, "seqgan"), "") << path;
  }
  EXPECT_EQ(why("strategy.policy-gradient.replay_size", "seqgan"),
            "with strategy.policy-gradient.replay_share = 0.0");
  EXPECT_EQ(why("strategy.policy-gradient.replay_size", "sal"), "");
  EXPECT_EQ(why("engine.memory_budget", "araml"),
            "with strategy.name = \"reward-augmented\", which completes no prefixes");
}

TEST(WhyIdle, KnowsWhatAKindOfDiscriminatorLeavesUnread) {
  const std::vector<std::string> overrides = {"discriminator.kind=recurrent"};
  const Recipe recipe = load_recipe("gsgan", overrides);
  EXPECT_EQ(why_idle("discriminator.filter_widths", {{&recipe, 1}}),
            "with discriminator.kind = \"recurrent\"");
  EXPECT_EQ(why_idle("discriminator.dropout", {{&recipe, 1}}), "");
  EXPECT_EQ(why("discriminator.filter_widths", "gsgan"), "");
  EXPECT_EQ(why("discriminator.representations", "gsgan"), "with discriminator.kind = \"cnn\"");
  EXPECT_EQ(why("discriminator.representations", "relgan"), "");
  EXPECT_EQ(why("discriminator.representations", "cot"),
            "with strategy.name = \"cooperative\", which has no discriminator");
}

TEST(WhyIdle, KnowsThatRoundsOfADiscriminatorNeedOne) {
  for (const char* key : {"training.discriminator_pretrain_rounds", "training.discriminator_epochs",
                          "training.discriminator_samples", "training.discriminator_batch_size"}) {
    EXPECT_EQ(why(key, "cot"), "with strategy.name = \"cooperative\", which has no discriminator");
    EXPECT_EQ(why(key, "seqgan"), "") << key;
  }
  EXPECT_EQ(why("training.round", "cot"), "");
  EXPECT_EQ(why("training.checkpoint_every", "cot"), "");
}

TEST(WhyIdle, KnowsWhichNetworksAStrategyHas) {
  EXPECT_EQ(why("optimizer.mediator.average", "cot"), "");
  EXPECT_EQ(why("optimizer.mediator.beta2", "cot"), "");
  EXPECT_EQ(why("optimizer.generator.average", "cot"), "");
  EXPECT_EQ(why("optimizer.critic.average", "cot"), "with strategy.name = \"cooperative\"");
  EXPECT_NE(why("optimizer.critic.average", "seqgan"), "");
  const std::vector<std::string> critic = {"strategy.policy-gradient.baseline=critic"};
  const Recipe recipe = load_recipe("seqgan", critic);
  EXPECT_EQ(why_idle("optimizer.critic.average", {{&recipe, 1}}), "");
  EXPECT_EQ(why_idle("optimizer.critic.learning_rate", {{&recipe, 1}}), "");
}

/// Two strategies have a network of that name; the key is one.
TEST(WhyIdle, KnowsANetworkOfSeveralStrategies) {
  EXPECT_EQ(why("optimizer.critic.learning_rate", "maskgan"), "");
  EXPECT_NE(why("optimizer.critic.learning_rate", "seqgan"), "");
  const std::string text = format_recipe(load_recipe("maskgan"));
  EXPECT_EQ(text.find("[optimizer.critic]"), text.rfind("[optimizer.critic]"));
  EXPECT_EQ(format_recipe(parse_recipe(text, "recipe.toml")), text);
}

TEST(WhyIdle, KnowsThatAConstantWeightTakesNoSteps) {
  EXPECT_EQ(why("strategy.variational.kl_schedule_steps", "vae"), "");
  EXPECT_EQ(why("optimizer.encoder.learning_rate", "vae"), "");
  EXPECT_EQ(why("optimizer.encoder.learning_rate", "cot"), "with strategy.name = \"cooperative\"");
  EXPECT_EQ(why("optimizer.encoder.learning_rate", "tilgan"), "");  // several have one
  EXPECT_EQ(why("optimizer.latent-discriminator.beta1", "tilgan"), "");
  EXPECT_NE(why("optimizer.latent-discriminator.beta1", "vae"), "");
  const std::vector<std::string> overrides = {"strategy.variational.kl_schedule=constant"};
  const Recipe recipe = load_recipe("vae", overrides);
  EXPECT_EQ(why_idle("strategy.variational.kl_schedule_steps", {{&recipe, 1}}),
            "with strategy.variational.kl_schedule = \"constant\"");
}

TEST(WhyIdle, KnowsWhatTheRelaxationOfSignsReads) {
  for (const char* key :
       {"strategy.sign-relaxation.schedule_steps", "strategy.sign-relaxation.neighbours",
        "strategy.gumbel-softmax.inverse_temperature", "generator.latent_codes",
        "optimizer.encoder.learning_rate"}) {
    EXPECT_EQ(why(key, "hashing"), "") << key;
  }
  EXPECT_EQ(why("generator.latent_codes", "seqgan"), "with generator.latent_width = 0");
  const std::vector<std::string> overrides = {"strategy.sign-relaxation.schedule=constant",
                                              "strategy.sign-relaxation.neighbourhood_weight=0"};
  const Recipe recipe = load_recipe("hashing", overrides);
  EXPECT_EQ(why_idle("strategy.sign-relaxation.schedule_steps", {{&recipe, 1}}),
            "with strategy.sign-relaxation.schedule = \"constant\"");
  EXPECT_EQ(why_idle("strategy.sign-relaxation.neighbours", {{&recipe, 1}}),
            "with strategy.sign-relaxation.neighbourhood_weight = 0");
}

/// In the file of a run stands every key.
TEST(WhyIdle, IsNotAskedOfTheRecipeOfARun) {
  Recipe recipe = load_recipe("cot");
  recipe.training.discriminator_samples = 32;
  recipe.optimizers.others["mediator"].average = 0.9;
  const std::string written = format_recipe(recipe);
  EXPECT_EQ(format_recipe(parse_run_recipe(written, "recipe.toml")), written);
}

TEST(WhyIdle, KnowsWhichObjectivesHaveLabelsToSmooth) {
  EXPECT_EQ(why("discriminator.label_smoothing", "seqgan"), "");
  EXPECT_EQ(why("discriminator.label_smoothing", "wgan-gp-lm"),
            "with objective.name = \"wasserstein-gp\", whose D does not classify sentences as real "
            "or fake");
}

TEST(WhyIdle, KnowsWhereBothLossesOfADivergenceAreOne) {
  const std::vector<std::string> overrides = {"objective.name=f-divergence",
                                              "objective.f-divergence.divergence=total-variation"};
  const Recipe recipe = load_recipe("gsgan", overrides);
  EXPECT_THAT(why_idle("objective.f-divergence.saturating", {{&recipe, 1}}),
              HasSubstr("both are one"));
}

TEST(WhyIdle, KnowsWhichRewardsAndShapesReadTheirKeys) {
  EXPECT_EQ(why("strategy.policy-gradient.log_ratio_bound", "seqgan"),
            "with strategy.policy-gradient.reward = \"probability\"");
  EXPECT_EQ(why("strategy.policy-gradient.rank_steepness", "seqgan"),
            "with strategy.policy-gradient.reward_shape = \"none\"");
  const std::vector<std::string> constant = {"strategy.policy-gradient.constant_reward=0.5"};
  const Recipe recipe = load_recipe("seqgan", constant);
  EXPECT_THAT(why_idle("strategy.policy-gradient.reward", {{&recipe, 1}}),
              HasSubstr("constant_reward above 0"));
  EXPECT_THAT(why_idle("strategy.policy-gradient.shuffle_rewards", {{&recipe, 1}}),
              HasSubstr("constant_reward above 0"));
}

TEST(WhyIdle, AsksWhatAKeyBelongsTo) {
  EXPECT_EQ(why("generator.distance", "seqgan"), "with generator.output = \"softmax\"");
  EXPECT_EQ(why("optimizer.generator.final_share", "seqgan"),
            "with optimizer.generator.schedule = \"constant\"");
  EXPECT_NE(why("strategy.gumbel-softmax.draws", "gsgan"), "");
  EXPECT_NE(why("strategy.gumbel-softmax.gap", "gsgan"), "");
  EXPECT_NE(why("strategy.taylor.log_ratio_bound", "taylorgan"), "");
  const std::vector<std::string> overrides = {"training.pretrain_epochs=0",
                                              "strategy.gumbel-softmax.schedule=constant"};
  const Recipe recipe = load_recipe("gsgan", overrides);
  EXPECT_EQ(why_idle("generator.word_dropout", {{&recipe, 1}}),
            "with training.pretrain_epochs = 0");
  EXPECT_NE(why_idle("strategy.gumbel-softmax.schedule_start", {{&recipe, 1}}), "");
}

TEST(WhyIdle, SaysThatAPointHasNoBiasForEachToken) {
  Recipe recipe = load_recipe("mle");
  EXPECT_EQ(why_idle("training.output_bias_passes", {{&recipe, 1}}), "");
  recipe.generator.output = "point";
  EXPECT_EQ(why_idle("training.output_bias_passes", {{&recipe, 1}}),
            "with generator.output = \"point\"");
  recipe.training.pretrain_epochs = 0;
  EXPECT_EQ(why_idle("training.output_bias_passes", {{&recipe, 1}}),
            "with training.pretrain_epochs = 0");
}

TEST(WhyIdle, LetsTheKeysThatMakeAPhaseSayThatThereIsNone) {
  Recipe recipe = load_recipe("seqgan");
  recipe.training.adversarial_rounds = 0;
  EXPECT_EQ(why_idle("training.adversarial_rounds", {{&recipe, 1}}), "");
  EXPECT_EQ(why_idle("strategy.name", {{&recipe, 1}}), "with training.adversarial_rounds = 0");
  recipe.training.adversarial_rounds = 5;
  recipe.training.pretrain_epochs = 0;
  EXPECT_EQ(why_idle("training.pretrain_epochs", {{&recipe, 1}}), "");
  EXPECT_EQ(why_idle("training.pretrain_patience", {{&recipe, 1}}),
            "with training.pretrain_epochs = 0");
  recipe.strategy = "";
  EXPECT_EQ(why_idle("strategy.name", {{&recipe, 1}}), "");
  EXPECT_NE(why_idle("training.adversarial_rounds", {{&recipe, 1}}), "");
}

TEST(WhyIdle, SaysWhichRuleOfAnOptimizerHasTheKey) {
  Recipe recipe = load_recipe("gsgan");
  EXPECT_EQ(why_idle("optimizer.generator.friction", {{&recipe, 1}}),
            "with optimizer.generator.rule = \"adam\"");
  EXPECT_EQ(why_idle("optimizer.generator.beta1", {{&recipe, 1}}), "");
  recipe.optimizers.generator.rule = "sghmc";
  EXPECT_EQ(why_idle("optimizer.generator.temperature", {{&recipe, 1}}), "");
  EXPECT_EQ(why_idle("optimizer.generator.beta1", {{&recipe, 1}}),
            "with optimizer.generator.rule = \"sghmc\"");
}

TEST(WhyIdle, SaysThatNoSamplesOfWeightsAreKept) {
  Recipe recipe = load_recipe("bayesian");
  EXPECT_EQ(why_idle("training.posterior_every", {{&recipe, 1}}), "");
  recipe.training.posterior_samples = 0;
  EXPECT_EQ(why_idle("training.posterior_every", {{&recipe, 1}}),
            "with training.posterior_samples = 0");
}

TEST(WhyIdle, IsAskedOfAllRecipesThatAreCompared) {
  const std::vector<Recipe> both = {load_recipe("mle"), load_recipe("gsgan")};
  EXPECT_EQ(why_idle("training.adversarial_rounds", {both}), "");
  EXPECT_EQ(why_idle("strategy.gumbel-softmax.feed_hard", {both}), "");
  EXPECT_NE(why_idle("strategy.policy-gradient.rollouts", {both}), "");
}

/// A recipe of every strategy with every objective, and of every network.
std::vector<Recipe> recipes_of_every_kind() {
  std::vector<Recipe> all;
  for (const StrategyCard& strategy : strategies()) {
    for (const ObjectiveCard& objective : objectives()) {
      Recipe& recipe = all.emplace_back();
      recipe.strategy = strategy.name;
      recipe.objective = objective.name;
      recipe.training.adversarial_rounds = 1;
      recipe.training.lookahead_every = 1;
      auto& policy = recipe.options.get<PolicyGradientOptions>();
      policy.baseline = "moving-average";
      policy.reward = "ratio";
      policy.reward_shape = "rank";
      policy.discriminator_share = 0.5;
      policy.sampling_temperature = 0.5;
      policy.replay_share = 0.5;
      recipe.options.get<RewardAugmentedOptions>().reward = "ratio";
      recipe.options.get<TaylorOptions>().reward = "ratio";
      recipe.options.get<LeakedFeaturesOptions>().reward = "ratio";
      recipe.training.interleaved_rounds = 1;
      for (auto* optimizer : {&recipe.optimizers.likelihood, &recipe.optimizers.generator,
                              &recipe.optimizers.discriminator}) {
        optimizer->schedule = "cosine";
      }
      for (const std::string_view player : strategy.players) {
        recipe.optimizers.others[std::string(player)].schedule = "cosine";
      }
    }
  }
  for (size_t i = 0, kinds = all.size(); i < kinds; ++i) {
    Recipe& drawn = all.emplace_back(all[i]);
    Optimizers& optimizers = drawn.optimizers;
    for (auto* optimizer : {&optimizers.likelihood, &optimizers.generator,
                            &optimizers.discriminator, &optimizers.replaced_tokens}) {
      optimizer->rule = "sghmc";
    }
    for (auto& [player, optimizer] : optimizers.others) optimizer.rule = "sghmc";
    drawn.training.replaced_token_epochs = 1;
    drawn.training.posterior_samples = 1;
  }
  const Recipe first = all.front();
  all.emplace_back(first).generator.labels = "drawn";
  all.emplace_back(first).options.get<PolicyGradientOptions>().baseline = "critic";
  for (const GeneratorCard& card : generators()) {
    all.emplace_back(first).generator.cell = card.name;
  }
  for (const DiscriminatorCard& card : discriminators()) {
    all.emplace_back(first).discriminator.kind = card.name;
  }
  for (const GumbelEstimatorCard& card : gumbel_estimators()) {
    Recipe& recipe = all.emplace_back(first);
    recipe.strategy = "gumbel-softmax";
    recipe.options.get<GumbelSoftmaxOptions>().estimator = card.name;
  }
  all.emplace_back(first).generator.output = kGeneratorOutputs.back();
  all.emplace_back(first).generator.latent_width = 8;
  Recipe& sourced = all.emplace_back(first);
  sourced.generator.source = "encoder";
  sourced.discriminator.own.get<SourceConditionOptions>().reads_sources = true;
  sourced.training.pretrain_epochs = 1;
  Recipe& replacing = all.emplace_back(first);
  replacing.training.replaced_token_epochs = 1;
  replacing.optimizers.replaced_tokens.schedule = "cosine";
  return all;
}

/// The keys of `[optimizer.PLAYER]` are one table, and of a strategy's own network there is no use
/// for an average.
bool is_average_of_own_network(const RecipeKey& key) {
  return key.option.name == "average" &&
         std::ranges::any_of(strategies(), [&key](const StrategyCard& strategy) {
           return std::ranges::any_of(strategy.players, [&key](std::string_view player) {
             return key.table == "optimizer." + std::string(player);
           });
         });
}

TEST(WhyIdle, KnowsWhatTheRulesOfTheGameNeed) {
  const std::string no_d = "with strategy.name = \"cooperative\", which has no discriminator";
  for (const char* key : {"objective.r1_penalty", "discriminator.minibatch_deviation",
                          "training.prediction", "training.lookahead_every"}) {
    EXPECT_EQ(why(key, "relgan"), "") << key;
    EXPECT_EQ(why(key, "cot"), no_d) << key;
  }
  EXPECT_EQ(why("training.lookahead_share", "relgan"), "with training.lookahead_every = 0");
  EXPECT_EQ(why("optimizer.likelihood.historical_averaging", "mle"), "");
  EXPECT_EQ(why("optimizer.mediator.historical_averaging", "cot"), "");
}

/// In one recipe or another every key has an effect.
TEST(WhyIdle, LeavesNoKeyIdleEverywhere) {
  const std::vector<Recipe> all = recipes_of_every_kind();
  for (const RecipeKey& key : recipe_keys()) {
    if (is_average_of_own_network(key)) continue;
    const bool has_effect = std::ranges::any_of(
        all, [&key](const Recipe& recipe) { return key.why_idle(recipe, false).empty(); });
    EXPECT_TRUE(has_effect) << key.path();
  }
}

TEST(RequireEffect, NamesTheOverrideAndTheReason) {
  const Recipe recipe = load_recipe("mle");
  const std::vector<std::string> fine = {"training.batch_size=8", "name=mine"};
  EXPECT_NO_THROW(require_effect(fine, {{&recipe, 1}}));
  const std::vector<std::string> idle = {"training.batch_size=8", "training.checkpoint_every=3"};
  try {
    require_effect(idle, {{&recipe, 1}});
    FAIL() << "no exception";
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(),
                 "`overrides` training.checkpoint_every=3: has no effect with strategy.name = "
                 "\"\", maximum likelihood only");
  }
}

}  // namespace
}  // namespace lingan::idle_keys_test
