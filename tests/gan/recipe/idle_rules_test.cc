/// The rules by themselves; idle_keys_test.cc asks which keys go by which.
#include <lingan/gan/recipe/idle_rules.h>

#include <gtest/gtest.h>

#include <string>

#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>

namespace lingan::idle_rules_test {
namespace {

/// With pretraining and adversarial rounds.
Recipe with(const std::string& strategy) {
  Recipe recipe;
  recipe.strategy = strategy;
  recipe.training.adversarial_rounds = strategy.empty() ? 0 : 3;
  return recipe;
}

const std::string kNoStrategy = "with strategy.name = \"\", maximum likelihood only";

TEST(IdleRules, NameThePhaseThatIsNotThere) {
  Recipe recipe = with("policy-gradient");
  EXPECT_EQ(without_pretraining(recipe, false), "");
  EXPECT_EQ(without_adversary(recipe, false), "");
  EXPECT_EQ(without_discriminator(recipe, false), "");
  EXPECT_EQ(without_replaced_tokens(recipe, false), "with training.replaced_token_epochs = 0");
  recipe.training.replaced_token_epochs = 2;
  EXPECT_EQ(without_replaced_tokens(recipe, false), "");
  recipe.training.pretrain_epochs = 0;
  EXPECT_EQ(without_pretraining(recipe, false), "with training.pretrain_epochs = 0");
  recipe.training.adversarial_rounds = 0;
  for (const auto& rule : {without_adversary, without_discriminator, without_replaced_tokens}) {
    EXPECT_EQ(rule(recipe, false), "with training.adversarial_rounds = 0");
  }
  EXPECT_EQ(without_adversary(with(""), false), kNoStrategy);
}

TEST(IdleRules, KnowADiscriminatorThatLearnsInPretrainingAlone) {
  Recipe recipe = with("policy-gradient");
  EXPECT_EQ(without_pretrained_discriminator(recipe, false), "");
  EXPECT_EQ(without_interleaving(recipe, false), "with training.interleaved_rounds = 0");
  recipe.training.interleaved_rounds = 2;
  recipe.training.adversarial_rounds = 0;
  EXPECT_EQ(without_interleaving(recipe, false), "");
  EXPECT_EQ(without_discriminator(recipe, false), "");
  EXPECT_EQ(without_adversary(recipe, false), "with training.adversarial_rounds = 0");
  recipe.training.pretrain_epochs = 0;
  EXPECT_EQ(without_interleaving(recipe, false), "with training.pretrain_epochs = 0");
  EXPECT_EQ(without_discriminator(recipe, false), "with training.adversarial_rounds = 0");
}

TEST(IdleRules, KnowWhatAStrategyTakes) {
  const std::string no_d = "with strategy.name = \"cooperative\", which has no discriminator";
  EXPECT_EQ(without_discriminator(with("cooperative"), false), no_d);
  EXPECT_EQ(without_replaced_tokens(with("cooperative"), false), no_d);
  EXPECT_EQ(without_rewards(with("policy-gradient"), false), "");
  for (const char* name : {"gumbel-softmax", "cooperative"}) {
    EXPECT_EQ(without_rewards(with(name), false),
              "with strategy.name = \"" + std::string(name) + "\", which takes no rewards");
  }
  EXPECT_EQ(without_rewards(with(""), false), kNoStrategy);
}

/// Likelihood is pretraining's, or a move of the rounds.
TEST(IdleRules, KnowWhereLikelihoodIs) {
  Recipe recipe = with("policy-gradient");
  recipe.training.pretrain_epochs = 0;
  EXPECT_EQ(without_likelihood(recipe, false), "with training.pretrain_epochs = 0");
  EXPECT_EQ(why_generator_idle("word_dropout", recipe, false), "with training.pretrain_epochs = 0");
  recipe.training.round = "generator, likelihood x2, discriminator";
  EXPECT_EQ(without_likelihood(recipe, false), "");
  EXPECT_EQ(why_generator_idle("word_dropout", recipe, false), "");
  recipe.training.adversarial_rounds = 0;
  EXPECT_EQ(without_likelihood(recipe, false), "with training.pretrain_epochs = 0");
}

/// A strategy that feeds G the text, with dropout, in its own steps.
TEST(IdleRules, KnowWhereTheTextIsFed) {
  Recipe recipe = with("variational");
  recipe.training.pretrain_epochs = 0;
  EXPECT_EQ(why_generator_idle("word_dropout", recipe, false), "");
  recipe.training.adversarial_rounds = 0;
  EXPECT_EQ(why_generator_idle("word_dropout", recipe, false), "with training.pretrain_epochs = 0");
}

TEST(IdleRules, KnowThatCodesAreMadeWhereThereAreCodes) {
  Recipe recipe = with("latent-adversarial");
  EXPECT_EQ(why_generator_idle("prior_width", recipe, false), "with generator.latent_width = 0");
  recipe.generator.latent_width = 4;
  EXPECT_EQ(why_generator_idle("prior_width", recipe, false), "");
}

TEST(IdleRules, MeasureSamplesOfAnOracleInPretrainingToo) {
  EXPECT_EQ(without_samples(with(""), true), "");
  EXPECT_EQ(without_samples(with(""), false), kNoStrategy);
  EXPECT_EQ(without_samples(with("policy-gradient"), false), "");
}

/// The one without the other has no effect; to leave out both is a choice.
TEST(IdleRules, LetStrategyAndStepsBeLeftOutTogether) {
  Recipe recipe = with("policy-gradient");
  EXPECT_EQ(strategy_without_steps(recipe, false), "");
  EXPECT_EQ(steps_without_strategy(recipe, false), "");
  recipe.training.adversarial_rounds = 0;
  EXPECT_EQ(strategy_without_steps(recipe, false), "with training.adversarial_rounds = 0");
  EXPECT_EQ(steps_without_strategy(recipe, false), "");
  recipe.strategy = "";
  EXPECT_EQ(strategy_without_steps(recipe, false), "");
  recipe.training.adversarial_rounds = 3;
  EXPECT_EQ(steps_without_strategy(recipe, false), kNoStrategy);
}

TEST(IdleRules, KnowWhatTakesMemoryForCompletions) {
  Recipe recipe = with("policy-gradient");
  recipe.options.get<PolicyGradientOptions>().rollouts = 4;
  EXPECT_EQ(why_engine_idle("memory_budget", recipe, false), "");
  recipe.options.get<PolicyGradientOptions>().rollouts = 0;
  EXPECT_EQ(why_engine_idle("memory_budget", recipe, false),
            "with strategy.policy-gradient.rollouts = 0");
  EXPECT_EQ(why_engine_idle("precision", recipe, false), "");
}

/// The slope of outputs that nothing trains says nothing.
TEST(IdleRules, KnowWhoseSlopeIsPenalized) {
  Recipe recipe = with("gumbel-softmax");
  for (const char* objective : {"minimax", "hinge", "wasserstein-gp", "feature-matching", "mmd"}) {
    recipe.objective = objective;
    EXPECT_EQ(without_slope(recipe, false), "") << objective;
  }
  for (const char* objective : {"ranking", "mean-covariance", "feature-mover"}) {
    recipe.objective = objective;
    EXPECT_EQ(without_slope(recipe, false), "with objective.name = \"" + std::string(objective) +
                                                "\", whose D learns by its features alone");
  }
}

TEST(IdleRules, KnowWhereNobodyLooksAhead) {
  Recipe recipe = with("policy-gradient");
  EXPECT_EQ(without_lookahead(recipe, false), "with training.lookahead_every = 0");
  recipe.training.lookahead_every = 3;
  EXPECT_EQ(without_lookahead(recipe, false), "");
  EXPECT_NE(without_lookahead(with("cooperative"), false), "");
}

TEST(IdleRules, KnowWhoseJudgementTheBatchMayChange) {
  Recipe recipe = with("gumbel-softmax");
  const auto why = [&] { return why_discriminator_idle("minibatch_deviation", recipe, false); };
  EXPECT_EQ(why(), "");
  recipe.discriminator.kind = "autoencoder";
  EXPECT_EQ(why(), "with discriminator.kind = \"autoencoder\"");
  recipe.discriminator.kind = "recurrent";
  EXPECT_EQ(why(), "");
  recipe.discriminator.own.get<RecurrentDiscriminatorOptions>().judges = "tokens";
  EXPECT_EQ(why(), "with a discriminator that judges tokens");
}

}  // namespace
}  // namespace lingan::idle_rules_test
