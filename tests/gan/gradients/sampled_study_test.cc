/// Against lib/lingan/gradients, whose moments are exact, by enumeration and quadrature.
#include <lingan/gan/gradients/sampled_study.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gradients/study.h>

#include "tests/gan/gradients/tabular_game.h"
#include "tests/gradients/exact_tables.h"

namespace lingan::sampled_study_test {
namespace {

using gradients::EstimatorSettings;
using gradients::StudyOptions;
using testing::TabularGame;

constexpr size_t kCell = 1;  // of kWeightGroups: the table's logits

/// Within twice its interval, which is four deviations: figures of one study share its reference,
/// and miss together. How often intervals cover the truth is sampled_quality_test's.
void expect_near(const Estimate& estimate, double truth, const std::string& name) {
  const auto& [value, low, high] = estimate;
  EXPECT_LE(2 * low - value, truth) << name << ": " << value << " in " << low << ".." << high;
  EXPECT_GE(2 * high - value, truth) << name << ": " << value << " in " << low << ".." << high;
}

/// What is exact of each estimator, in the same order; of K sentences where one is given there.
std::vector<gradients::EstimatorQuality> exact(const TabularGame& game, const StudyOptions& sweep) {
  return gradients::study(game.table, sweep).estimators;
}

/// @param share  of the variance of an exact estimate that a sampled one has.
void expect_exact(const SampledMoments& sampled, const gradients::EstimatorQuality& truth,
                  double share, const std::string& name) {
  const double variance = truth.variance * share;
  expect_near(sampled.variance, variance, name + " variance");
  expect_near(sampled.bias, truth.bias, name + " bias");
  expect_near(sampled.mean_squared_error, truth.bias * truth.bias + variance, name + " error");
  expect_near(sampled.cosine, std::min(truth.cosine, 1.0), name + " cosine");  // rounded above 1
  EXPECT_LT(sampled.variance.high, 1.3 * sampled.variance.low) << name << ": says little";
}

TEST(SampledStudy, AgreesWithEnumerationOnSequences) {
  const TabularGame game(gradients::testing::sine_policy(false));
  const SampledStudy study = sampled_study(
      game.source(), {.sweep = {.estimators = {"reinforce", "self-critical", "batch-mean",
                                               "leave-one-out", "rollouts"},
                                .samples = {4},
                                .rollouts = {1, 4}},
                      .estimates = 3200,
                      .reference = 60000});
  const auto truth = exact(game, {.estimators = {"reinforce", "self-critical", "batch-mean",
                                                 "leave-one-out", "rollouts"},
                                  .samples = {4},
                                  .rollouts = {1, 4}});
  ASSERT_EQ(study.estimators.size(), truth.size());
  for (size_t i = 0; i < truth.size(); ++i) {
    const SampledQuality& quality = study.estimators[i];
    ASSERT_EQ(quality.card->name, truth[i].card->name);
    ASSERT_EQ(quality.settings.rollouts, truth[i].settings.rollouts);
    // Those that look at K have the exact moments of K sequences, the others those of one.
    const double share = truth[i].card->by_samples ? 1 : .25;
    expect_exact(quality.by_group[kCell], truth[i], share, std::string(quality.card->name));
  }
  expect_near(study.norm_by_group[kCell], 0.0714344800692094, "norm");
  EXPECT_NEAR(study.reward, 0.29598667394781936, .003);
}

/// By a bias on the logits of the first position, which is the row of the empty prefix.
TEST(SampledStudy, TellsTheFirstPositionAsTheEmptyPrefix) {
  const TabularGame game(gradients::testing::sine_policy(false));
  const SampledStudy study =
      sampled_study(game.source(), {.sweep = {.estimators = {"leave-one-out"}, .samples = {4}},
                                    .estimates = 3200,
                                    .reference = 40000});
  const auto truth = exact(game, {.estimators = {"leave-one-out"}, .samples = {4}});
  const auto& moments = study.estimators[0].by_position;
  ASSERT_EQ(moments.size(), 3U);
  expect_near(moments[0].variance, truth[0].variance_by_position[0], "variance");
  expect_near(moments[0].bias, 0, "bias");
  const double norm = std::hypot(.03840506, .01445585, .02394921);
  expect_near(study.norm_by_position[0], norm, "norm");
}

/// Of one token, by the bias of its position: the exact values are of the logits.
TEST(SampledStudy, AgreesWithQuadratureOnRelaxedTokens) {
  const StudyOptions sweep = {
      .estimators = {"plain-straight-through", "reinmax", "soft", "straight-through"},
      .samples = {4},
      .temperatures = {1, .5},
      .backward_temperatures = {1, 2}};
  for (const auto& table : {gradients::testing::quadratic(), gradients::testing::cubic()}) {
    const TabularGame game(table);
    const SampledStudy study =
        sampled_study(game.source(), {.sweep = sweep, .estimates = 1600, .reference = 200000});
    const auto truth = exact(game, sweep);
    ASSERT_EQ(study.estimators.size(), truth.size());
    for (size_t i = 0; i < truth.size(); ++i) {
      const SampledQuality& quality = study.estimators[i];
      ASSERT_EQ(quality.note.empty(), truth[i].note.empty());
      if (!quality.note.empty()) continue;
      ASSERT_EQ(quality.settings.temperature, truth[i].settings.temperature);
      ASSERT_EQ(quality.settings.backward_temperature, truth[i].settings.backward_temperature);
      expect_exact(quality.by_position[0], truth[i], .25, std::string(quality.card->name));
      EXPECT_NEAR(quality.by_group[kCell].variance.value, quality.by_position[0].variance.value,
                  1e-4 * quality.by_position[0].variance.value);
    }
  }
}

/// K draws of noise, which are the recipe's own key.
TEST(SampledStudy, AveragesGumbelRaoOverItsDraws) {
  const TabularGame game(gradients::testing::quadratic());
  EstimateSource source = game.source();
  source.relaxed.draws = 10;
  const SampledStudy study = sampled_study(
      source, {.sweep = {.estimators = {"gumbel-rao"}, .samples = {4}, .temperatures = {.5}},
               .estimates = 1600,
               .reference = 60000});
  const auto truth =
      exact(game, {.estimators = {"gumbel-rao"}, .samples = {10}, .temperatures = {.5}});
  expect_exact(study.estimators[0].by_position[0], truth[0], .25, "gumbel-rao");
}

TEST(SampledStudy, CountsWhatAnEstimateTakes) {
  const TabularGame game(gradients::testing::sine_policy(false));
  const SampledStudy study =
      sampled_study(game.source(), {.sweep = {.estimators = {"leave-one-out", "rollouts-prefix"},
                                              .samples = {4},
                                              .rollouts = {5}},
                                    .estimates = 33,
                                    .reference = 1});
  EXPECT_EQ(study.reference_sentences, 32 * 64);
  const SampledQuality& plain = study.estimators[0];
  const SampledQuality& completed = study.estimators[1];
  EXPECT_EQ(plain.estimates, 64);
  EXPECT_EQ(plain.reward_calls, 4);
  EXPECT_EQ(plain.tokens, 4 * 3);
  EXPECT_EQ(completed.reward_calls, 4 * (1 + 5 * 2));
  EXPECT_EQ(completed.tokens, 4 * (3 + 5 * (2 + 1)));
  EXPECT_GT(plain.seconds, 0);
}

TEST(SampledStudy, IsAFunctionOfTheSeed) {
  const auto variance = [](uint64_t seed) {
    TabularGame game(gradients::testing::sine_policy(true));
    game.context->seed = seed;
    return sampled_study(game.source(),
                         {.sweep = {.estimators = {"rollouts"}, .samples = {2}, .rollouts = {2}},
                          .estimates = 32,
                          .reference = 64})
        .estimators[0]
        .moments.variance.value;
  };
  EXPECT_EQ(variance(3), variance(3));
  EXPECT_NE(variance(3), variance(4));
}

/// G and D of a training go on as they were.
TEST(SampledStudy, MovesNoWeight) {
  const TabularGame game(gradients::testing::quadratic());
  const auto before = testing::clones(game.world.generator->parameters());
  sampled_study(game.source(), {.sweep = {.samples = {2}}, .estimates = 32, .reference = 64});
  const auto after = game.world.generator->parameters();
  for (size_t i = 0; i < after.size(); ++i) EXPECT_TRUE(torch::equal(after[i], before[i]));
}

TEST(SampledStudy, SaysWhichRecipesHaveNoSuchGradient) {
  const std::map<std::string, std::string> reasons = {{"seqgan", ""},
                                                      {"relgan", ""},
                                                      {"gsgan", ""},
                                                      {"mle", "has no discriminator"},
                                                      {"organ", "takes a reward of your own"},
                                                      {"textgan", "latent code"},
                                                      {"sentigan", "has labels"},
                                                      {"sequence-to-sequence", "reads sources"},
                                                      {"misgan", "sentences that lack words"},
                                                      {"cyclegan", "has labels"}};
  for (const auto& [name, reason] : reasons) {
    const std::string why = why_not_studied(load_recipe(name));
    EXPECT_EQ(why.empty(), reason.empty()) << name << ": " << why;
    EXPECT_THAT(why, ::testing::HasSubstr(reason)) << name;
  }
  Recipe of_batches = load_recipe("gsgan");
  of_batches.discriminator.minibatch_deviation = true;
  EXPECT_EQ(why_not_studied(of_batches), "has a discriminator that judges batches");
}

}  // namespace
}  // namespace lingan::sampled_study_test
