#include "tools/gradient_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include <nlohmann/json.hpp>

#include <lingan/gradients/table_file.h>

namespace lingan::tools::gradient_report_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kTable = R"({"vocabulary": 2, "length": 2,
    "logits": {"": [0, 1], "0": [0.5, 0], "1": [0, 0]},
    "rewards": {"0 0": 0, "0 1": 1, "1 0": 0.2, "1 1": 0}})";
constexpr const char* kFunction = R"({"vocabulary": 2, "length": 1, "logits": {"": [0, 0]},
    "function": {"values": [0, 1], "polynomial": [0, 1]}})";

TEST(GradientReport, IsOneObjectOfTheExactGradientAndTheEstimators) {
  const auto table = gradients::parse_table(kTable);
  const auto study = gradients::study(
      table,
      {.estimators = {"reinforce", "leave-one-out", "rollouts"}, .samples = {3}, .rollouts = {4}});
  const auto json = nlohmann::json::parse(format_gradient_json(table, study, {}));
  EXPECT_NEAR(json.at("exact").at("norm").get<double>(), study.exact_norm, 1e-15);
  EXPECT_EQ(json.at("exact").at("gradient").size(), 3U);
  EXPECT_EQ(json.at("exact").at("gradient").at("1").size(), 2U);
  const auto& estimators = json.at("estimators");
  ASSERT_EQ(estimators.size(), 3U);
  EXPECT_EQ(estimators[0].at("name"), "reinforce");
  EXPECT_FALSE(estimators[0].contains("samples"));
  EXPECT_EQ(estimators[1].at("samples"), 3);
  EXPECT_EQ(estimators[2].at("rollouts"), 4);
  EXPECT_EQ(estimators[2].at("reward-calls"), 5);
  EXPECT_NEAR(estimators[0].at("bias").get<double>(), 0, 1e-15);
  EXPECT_EQ(estimators[1].at("variance").get<double>(), study.estimators[1].variance);
  EXPECT_EQ(estimators[1].at("variance-by-position").size(), 2U);
}

/// The function is the probability of the second of two equal tokens: p = 1/2, d p / d o_1 = 1/4.
TEST(GradientReport, HasTheValuesOfABernoulliByHand) {
  const auto table = gradients::parse_table(kFunction);
  const auto study = gradients::study(table, {.estimators = {"reinforce", "all-actions"}});
  const auto json = nlohmann::json::parse(format_gradient_json(table, study, {}));
  EXPECT_NEAR(json.at("exact").at("norm").get<double>(), std::sqrt(2.0) / 4, 1e-15);
  // The estimate by either logit is +-1/2 or 0: its variance is 1/8 - 1/16.
  EXPECT_NEAR(json.at("estimators")[0].at("variance").get<double>(), 2.0 / 16, 1e-15);
  EXPECT_NEAR(json.at("estimators")[0].at("cosine").get<double>(), 1, 1e-15);
  EXPECT_TRUE(json.at("estimators")[1].at("reward-calls").is_null());
}

TEST(GradientReport, HasNoValuesWhereThereIsANote) {
  const auto table = gradients::parse_table(kFunction);
  const auto study = gradients::study(table, {.estimators = {"reinmax"}, .temperatures = {2, .5}});
  const auto json = nlohmann::json::parse(format_gradient_json(table, study, {"a notice"}));
  EXPECT_TRUE(json.at("estimators")[0].at("variance").is_number());
  EXPECT_TRUE(json.at("estimators")[1].at("variance").is_null());
  EXPECT_EQ(json.at("estimators")[1].at("note"), "needs a temperature of 1 or more");
  EXPECT_EQ(json.at("notices")[0], "a notice");
  const std::string text = format_gradient_table(table, study);
  EXPECT_THAT(text, HasSubstr("reinmax, temperature 0.5: needs a temperature of 1 or more"));
}

TEST(GradientReport, HasALineForEachEstimatorAndSetting) {
  const auto table = gradients::parse_table(kTable);
  const auto study =
      gradients::study(table, {.estimators = {"reinforce", "rollouts"}, .rollouts = {1, 16}});
  const std::string text = format_gradient_table(table, study);
  EXPECT_THAT(text, HasSubstr("vocabulary 2, length 2: 4 sequences; expected reward "));
  EXPECT_THAT(text, HasSubstr("\nreinforce       "));
  EXPECT_THAT(text, HasSubstr("\nrollouts, M=1   "));
  EXPECT_THAT(text, HasSubstr("\nrollouts, M=16  "));
  EXPECT_THAT(text, Not(HasSubstr("e-17")));
  // SeqGAN's one rollout asks for two rewards where reinforce asks for one.
  EXPECT_THAT(text, HasSubstr("\nLeast variance x calls without bias: reinforce, "));
}

/// Neither the optimal baseline of one token nor a set of both sequences has variance here.
TEST(GradientReport, NamesAllThatHaveTheLeastVarianceForTheirRewards) {
  const auto table = gradients::parse_table(kFunction);
  const auto study = gradients::study(
      table, {.estimators = {"reinforce", "optimal-baseline", "unordered-set"}, .samples = {2}});
  EXPECT_THAT(format_gradient_table(table, study),
              HasSubstr("\nLeast variance x calls without bias: optimal-baseline, 0; a tie with "
                        "unordered-set, K=2\n"));
}

/// Equal rewards: nothing to learn, and nothing but rounding in what a set sums up.
TEST(GradientReport, TakesRoundingForNothing) {
  const auto table = gradients::parse_table(
      R"({"vocabulary": 2, "length": 2, "logits": {"": [0.1, 0.7], "0": [0.3, 0], "1": [0, 1.1]},
          "rewards": {"0 0": 1, "0 1": 1, "1 0": 1, "1 1": 1}})");
  const auto study = gradients::study(
      table, {.estimators = {"constant-baseline", "unordered-set"}, .samples = {2, 4}});
  for (const auto& quality : study.estimators) {
    EXPECT_TRUE(std::isnan(quality.signal_to_noise)) << quality.signal_to_noise;
    EXPECT_TRUE(std::isnan(quality.cosine)) << quality.cosine;
  }
  EXPECT_THAT(format_gradient_table(table, study),
              HasSubstr("constant-baseline, 0; a tie with unordered-set, K=2; unordered-set, "
                        "K=4\n"));
}

TEST(GradientReport, HasARowForEveryPointOfThePlaneOfTemperatures) {
  const auto table = gradients::parse_table(kFunction);
  const auto study = gradients::study(
      table,
      {.estimators = {"soft"}, .temperatures = {1, .5}, .backward_temperatures = {2, 1, .25}});
  const auto json = nlohmann::json::parse(format_gradient_json(table, study, {}));
  ASSERT_EQ(json.at("estimators").size(), 6U);
  EXPECT_EQ(json.at("estimators")[5].at("temperature"), .5);
  EXPECT_EQ(json.at("estimators")[5].at("backward-temperature"), .25);
  EXPECT_THAT(format_gradient_table(table, study),
              HasSubstr("soft, temperature 0.5, backward 0.25"));
}

TEST(GradientReport, DrawsTheEstimatorsThatHaveMoments) {
  const auto table = gradients::parse_table(kFunction);
  const std::string svg = draw_gradients(
      gradients::study(table, {.estimators = {"reinforce", "reinmax"}, .temperatures = {2, .5}}));
  EXPECT_THAT(svg, HasSubstr("reinforce"));
  EXPECT_THAT(svg, HasSubstr("reinmax, temperature 2"));
  EXPECT_THAT(svg, Not(HasSubstr("reinmax, temperature 0.5")));
  EXPECT_THAT(svg, HasSubstr("variance x calls"));
}

}  // namespace
}  // namespace lingan::tools::gradient_report_test
