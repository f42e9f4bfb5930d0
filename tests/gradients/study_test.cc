#include <lingan/gradients/study.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include <lingan/base/error.h>

#include "tests/gradients/exact_tables.h"

namespace lingan::gradients::study_test {
namespace {

using namespace testing;

std::vector<std::string_view> names(const GradientTable& table, const StudyOptions& options = {}) {
  std::vector<std::string_view> names;
  for (const EstimatorCard* card : chosen_estimators(table, options)) names.push_back(card->name);
  return names;
}

TEST(Study, MeasuresAllEstimatorsThatTheTableAllows) {
  const auto of_sequences = names(sine_policy(false));
  EXPECT_THAT(of_sequences, ::testing::Contains("rollouts"));
  EXPECT_THAT(of_sequences, ::testing::Not(::testing::Contains("soft")));
  EXPECT_THAT(of_sequences, ::testing::Not(::testing::Contains("indecater")));
  const auto of_one = names(cubic());
  EXPECT_THAT(of_one, ::testing::IsSupersetOf({"reinforce", "soft", "reinmax", "indecater"}));
  EXPECT_THAT(of_one, ::testing::Not(::testing::Contains("rollouts")));
}

TEST(Study, TakesEveryCombinationOfTheSettings) {
  const Study result = study(cubic(), {.estimators = {"gumbel-rao", "reinforce", "leave-one-out"},
                                       .samples = {2, 3},
                                       .temperatures = {1, .5, .25}});
  ASSERT_EQ(result.estimators.size(), 6U + 1U + 2U);
  EXPECT_EQ(result.estimators[0].card->name, "gumbel-rao");
  EXPECT_EQ(result.estimators[1].settings.samples, 3);
  EXPECT_EQ(result.estimators[1].settings.temperature, 1);
  EXPECT_EQ(result.estimators[5].settings.temperature, .25);
  EXPECT_EQ(result.estimators[6].card->name, "reinforce");
}

/// One of many documents is chosen (IRGAN's step): the gradient is p_d (r_d - J).
TEST(Study, MeasuresAOneStepSelection) {
  TableContent content{.vocabulary = 60, .length = 1, .logits = {}, .rewards = {}};
  double all = 0, expected = 0;
  for (int d = 0; d < 60; ++d) {
    content.logits.push_back(std::sin(3. * d));
    content.rewards.push_back(1 / (1 + std::exp(std::cos(5. * d))));
    all += std::exp(content.logits.back());
  }
  for (size_t d = 0; d < 60; ++d)
    expected += std::exp(content.logits[d]) / all * content.rewards[d];
  const Study result = study(GradientTable(content), {.samples = {2}});
  double variance = 0;
  for (size_t d = 0; d < 60; ++d) {
    const double p = std::exp(content.logits[d]) / all, r = content.rewards[d];
    EXPECT_NEAR(result.exact[d], p * (r - expected), 1e-15);
    double norm = 0;  // of (one-hot of d) - p
    for (size_t e = 0; e < 60; ++e) {
      norm += std::pow((e == d ? 1. : 0.) - std::exp(content.logits[e]) / all, 2);
    }
    variance += p * r * r * norm;
  }
  variance -= result.exact_norm * result.exact_norm;
  EXPECT_EQ(result.estimators[0].card->name, "reinforce");
  EXPECT_NEAR(result.estimators[0].variance, variance, 1e-14);
  EXPECT_THAT(names(GradientTable(content)), ::testing::Contains("all-actions"));
}

TEST(Study, GoesThroughThePlaneOfTwoTemperatures) {
  const Study plane = study(cubic(), {.estimators = {"soft", "straight-through"},
                                      .temperatures = {1, .5},
                                      .backward_temperatures = {2, 1, .25}});
  ASSERT_EQ(plane.estimators.size(), 6U + 2U);
  EXPECT_EQ(plane.estimators[1].settings.temperature, .5);
  EXPECT_EQ(plane.estimators[1].settings.backward_temperature, 2);
  EXPECT_EQ(plane.estimators[6].settings.backward_temperature, 0);
  const Study line = study(cubic(), {.estimators = {"soft"}, .temperatures = {1}});
  EXPECT_EQ(plane.estimators[2].bias, line.estimators[0].bias);
  EXPECT_NE(plane.estimators[4].bias, line.estimators[0].bias);
}

TEST(Study, NotesSettingsWithoutMoments) {
  const Study result = study(cubic(), {.estimators = {"reinmax"}, .temperatures = {2, .5}});
  ASSERT_EQ(result.estimators.size(), 2U);
  EXPECT_EQ(result.estimators[0].note, "");
  EXPECT_EQ(result.estimators[1].note, "needs a temperature of 1 or more");
}

TEST(Study, SaysWhereNumbersOverflow) {
  const auto of_rewards = [](std::vector<double> rewards) {
    return study(
        GradientTable(
            {.vocabulary = 2, .length = 1, .logits = {0.5, -0.2}, .rewards = std::move(rewards)}),
        {.estimators = {"reinforce"}});
  };
  EXPECT_THROW(of_rewards({1e200, 0.0}), InputError);
  // Equal rewards have no gradient, but an estimate of it is as large as they are.
  const Study of_equal = of_rewards({1e155, 1e155});
  EXPECT_THAT(of_equal.estimators.front().note, ::testing::HasSubstr("overflows"));
  EXPECT_EQ(of_rewards({1e100, 0.0}).estimators.front().note, "");
}

TEST(Study, RefusesNamesThatAreUnknownOrOfNoUse) {
  const auto refusal = [](const GradientTable& table, const StudyOptions& options) {
    try {
      study(table, options);
    } catch (const UsageError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(
      refusal(cubic(), {.estimators = {"reinforced"}}),
      ::testing::HasSubstr("estimator 'reinforced' is not known (did you mean reinforce?)"));
  EXPECT_EQ(refusal(sine_policy(false), {.estimators = {"soft"}}),
            "estimator soft needs a reward that is a function of a relaxed vector");
  EXPECT_EQ(refusal(cubic(), {.estimators = {"reinmax"}, .temperatures = {.5}}),
            "estimator reinmax needs a temperature of 1 or more");
}

TEST(Study, SplitsErrorsByPosition) {
  const Study result = study(sine_policy(false), {.estimators = {"batch-mean"}, .samples = {2}});
  const EstimatorQuality& quality = result.estimators[0];
  ASSERT_EQ(quality.bias_by_position.size(), 3U);
  double squares = 0, norms = 0, variance = 0;
  for (size_t t = 0; t < 3; ++t) {
    squares += quality.bias_by_position[t] * quality.bias_by_position[t];
    norms += result.exact_norm_by_position[t] * result.exact_norm_by_position[t];
    variance += quality.variance_by_position[t];
    EXPECT_NEAR(quality.bias_by_position[t], result.exact_norm_by_position[t] / 2, 1e-12);
  }
  EXPECT_NEAR(squares, quality.bias * quality.bias, 1e-15);
  EXPECT_NEAR(norms, result.exact_norm * result.exact_norm, 1e-15);
  EXPECT_NEAR(variance, quality.variance, 1e-15);
}

TEST(Study, HasErrorAndSignalFromBiasAndVariance) {
  const auto quality = quality_of(quadratic(), "plain-straight-through");
  EXPECT_NEAR(quality.mean_squared_error(), .436438 * .436438 + 5.710, 1e-3);
  const Moments moments = moments_of(quadratic(), "plain-straight-through");
  double norm = 0;
  for (const double entry : moments.mean) norm += entry * entry;
  EXPECT_NEAR(quality.signal_to_noise, std::sqrt(norm / quality.variance), 1e-12);
}

TEST(Study, OfARewardThatIsConstantHasNoCosine) {
  TableContent content{.vocabulary = 2, .length = 1, .logits = {0, 1}, .rewards = {2, 2}};
  const auto quality = quality_of(GradientTable(content), "reinforce");
  EXPECT_TRUE(std::isnan(quality.cosine));
  EXPECT_GT(quality.variance, 0.1);
}

}  // namespace
}  // namespace lingan::gradients::study_test
