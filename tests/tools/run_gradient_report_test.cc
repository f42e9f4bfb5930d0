#include "tools/run_gradient_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include <nlohmann/json.hpp>

namespace lingan::tools::run_gradient_report_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

SampledMoments moments(Estimate bias, Estimate variance) {
  return {.bias = bias,
          .variance = variance,
          .mean_squared_error = {5, 4, 6},
          .cosine = {NAN, NAN, NAN},
          .signal_to_noise = {.5, .4, .6}};
}

SampledQuality quality(const char* name, double seconds, Estimate bias, Estimate variance) {
  const SampledMoments all = moments(bias, variance);
  return {.card = card_named(sampled_estimators(), name),
          .settings = {.samples = 64, .rollouts = 16, .temperature = .5},
          .estimates = 32,
          .moments = all,
          .seconds = seconds,
          .reward_calls = 10,
          .tokens = 100,
          .by_group = {all, all, all},
          .by_position = {all, all}};
}

/// leave-one-out: 2 for .5 s; rollouts: 1 for 4 s; self-critical: 2.1 for .5 s; soft: cheap,
/// biased.
RunStudy study() {
  RunStudy run{.run = "runs/a", .study = {.reference_sentences = 4096, .reward = .25}};
  run.study.reference_norm = {3, 2, 4};
  run.study.norm_by_group = {{1, 1, 1}, {2, 2, 2}, {3, 3, 3}};
  run.study.norm_by_position = {{1, 1, 1}, {2, 2, 2}};
  run.study.estimators = {quality("leave-one-out", .5, {.1, 0, .2}, {2, 1.8, 2.2}),
                          quality("self-critical", .5, {0, 0, .2}, {2.1, 1.9, 2.3}),
                          quality("rollouts", 4, {0, 0, .2}, {1, .9, 1.1}),
                          quality("soft", .1, {1, .9, 1.1}, {.1, .09, .11})};
  run.study.estimators.push_back({.card = card_named(sampled_estimators(), "reinmax"),
                                  .settings = {.temperature = .5},
                                  .note = "needs a temperature of 1 or more"});
  return run;
}

TEST(RunGradientReport, NamesTheCheapestWithoutBiasAndItsTies) {
  const std::string text = format_run_gradient_table({study()});
  EXPECT_THAT(text, HasSubstr("bias is not told from 0: leave-one-out, K=64, 1 (0.9..1.1), its "
                              "bias 0.1 (0..0.2); a tie with self-critical, K=64\n"));
  EXPECT_THAT(text, HasSubstr("leave-one-out of 4096 sentences: 3 (2..4)"));
  EXPECT_THAT(text, HasSubstr("needs a temperature of 1 or more"));
  EXPECT_THAT(text, Not(HasSubstr("nan")));
}

TEST(RunGradientReport, IsOneObjectOfRuns) {
  const auto json = nlohmann::json::parse(format_run_gradient_json({study(), study()}, {}));
  ASSERT_EQ(json.at("runs").size(), 2U);
  const auto& run = json.at("runs")[0];
  EXPECT_EQ(run.at("run"), "runs/a");
  EXPECT_EQ(run.at("reference").at("norm").at("high"), 4);
  EXPECT_EQ(run.at("reference").at("norm-by-weights").at("recurrent").at("value"), 2);
  const auto& rollouts = run.at("estimators")[2];
  EXPECT_EQ(rollouts.at("rollouts"), 16);
  EXPECT_EQ(rollouts.at("samples"), 64);
  EXPECT_FALSE(rollouts.contains("temperature"));
  EXPECT_EQ(rollouts.at("variance-times-seconds").at("value"), 4);
  EXPECT_EQ(rollouts.at("variance-times-reward-calls").at("value"), 10);
  EXPECT_EQ(rollouts.at("variance-times-tokens").at("high"), 1.1 * 100);
  EXPECT_TRUE(rollouts.at("cosine").is_null());
  EXPECT_EQ(rollouts.at("by-weights").at("output").at("bias").at("high"), .2);
  EXPECT_EQ(rollouts.at("by-position").size(), 2U);
  EXPECT_EQ(run.at("estimators")[4].at("note"), "needs a temperature of 1 or more");
  EXPECT_FALSE(run.at("estimators")[4].contains("bias"));
}

TEST(RunGradientReport, DrawsEveryRun) {
  const std::string svg = draw_run_gradients({study(), study()});
  EXPECT_THAT(svg, HasSubstr("runs/a: norm of the gradient 3 (2..4)"));
  EXPECT_THAT(svg, HasSubstr("variance x seconds"));
  EXPECT_THAT(svg, Not(HasSubstr("reinmax")));
}

}  // namespace
}  // namespace lingan::tools::run_gradient_report_test
