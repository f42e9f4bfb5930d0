#include <lingan/run/comparison/run_frontier.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/file.h>
#include <lingan/run/evaluation/run_evaluation.h>

#include "tests/run/judged_run.h"

namespace lingan::run_frontier_test {
namespace {

using testing::JudgedRun;
using testing::SmallRun;

double value(const MeasuredPoint& point, const std::string& name) {
  for (const auto& metric : point.values) {
    if (metric.name == name) return metric.value;
  }
  ADD_FAILURE() << name;
  return 0;
}

bool has(const MeasuredPoint& point, const std::string& name) {
  return std::ranges::find(point.values, name, &metrics::MetricValue::name) != point.values.end();
}

TEST(RunFrontier, IsWhatAnEvaluationMeasuresAtTemperatureOne) {
  const SmallRun small;
  const auto points = measure_frontier(small.run, {.samples = 40});
  ASSERT_EQ(points.size(), 1u);
  RunEvaluationRequest request{.samples = 40, .seed = 3};
  request.options.metrics = {"bleu", "self-bleu", "nll-gen"};
  for (const auto& metric : evaluate_run(small.run, request)) {
    EXPECT_EQ(value(points[0], metric.name), metric.value) << metric.name;
  }
}

TEST(RunFrontier, HasFewerDifferentSentencesAtALowTemperature) {
  const SmallRun small;
  const auto points = measure_frontier(small.run, {.samples = 100, .values = {0.01, 1, 1.0001}});
  ASSERT_EQ(points.size(), 3u);
  EXPECT_LT(value(points[0], "unique"), value(points[1], "unique"));
  EXPECT_GT(points[1].mean_tokens, 1);
  EXPECT_LE(points[1].mean_tokens, 4) << "the longest sentence";
  EXPECT_GT(value(points[0], "self-bleu-2"), value(points[1], "self-bleu-2"));
  // The same random numbers: a temperature that hardly differs draws much the same.
  EXPECT_NEAR(value(points[2], "self-bleu-2"), value(points[1], "self-bleu-2"), 0.01);
}

TEST(RunFrontier, KeepsWhatItHasMeasured) {
  const SmallRun small;
  const FrontierRequest request{.samples = 20, .values = {0.5, 1}};
  const auto points = measure_frontier(small.run, request);
  const std::string kept = read_file(small.run.frontier());
  const auto again = measure_frontier(small.run, request);
  EXPECT_EQ(read_file(small.run.frontier()), kept);
  for (size_t i = 0; i < 2; ++i) {
    for (const auto& metric : points[i].values) {
      EXPECT_TRUE(std::isnan(metric.value) || value(again[i], metric.name) == metric.value);
    }
  }
  std::string forged = kept;
  const size_t at = forged.find("\"value\": ");
  ASSERT_NE(at, std::string::npos);
  forged.replace(at, forged.find_first_of(",\n", at) - at, "\"value\": \"inf\"");
  write_file_atomically(small.run.frontier(), forged);
  EXPECT_TRUE(std::isinf(measure_frontier(small.run, request)[0].values[0].value)) << "is read";
  write_file_atomically(small.run.frontier(), kept.substr(0, kept.size() / 2));
  measure_frontier(small.run, request);
  EXPECT_EQ(read_file(small.run.frontier()), kept) << "a file that was cut is as none";
}

TEST(RunFrontier, IsMeasuredAnewWithOtherWeightsOrOtherSamples) {
  const SmallRun small;
  measure_frontier(small.run, {.samples = 20});
  const std::string kept = read_file(small.run.frontier());
  measure_frontier(small.run, {.samples = 21});
  EXPECT_NE(read_file(small.run.frontier()), kept);
  measure_frontier(small.run, {.samples = 20});
  EXPECT_EQ(read_file(small.run.frontier()), kept);
  Recipe longer = small.run.spec().recipe;
  longer.training.pretrain_epochs = 4;
  TrainingObserver nobody;
  train_run(small.run.with_recipe(longer), nobody);
  measure_frontier(small.run, {.samples = 20});
  EXPECT_NE(read_file(small.run.frontier()), kept);
}

TEST(RunFrontier, HasFewerDifferentSentencesAndNoLikelihoodsAtALowTopP) {
  const SmallRun small;
  const auto points =
      measure_frontier(small.run, {.samples = 100, .sweep = Sweep::kTopP, .values = {0.2, 1}});
  ASSERT_EQ(points.size(), 2u);
  EXPECT_LT(value(points[0], "unique"), value(points[1], "unique"));
  for (const char* name : {"nll-gen", "nll-gen-padded", "perplexity", "nll-div"}) {
    EXPECT_FALSE(has(points[0], name)) << name;
    EXPECT_TRUE(has(points[1], name)) << name;
  }
  EXPECT_TRUE(has(points[0], "kn-lm")) << "which is of the sentences";
}

/// At 1 they are the same.
TEST(RunFrontier, TakesNoPointOfASweepForOneOfAnother) {
  const SmallRun small;
  const FrontierRequest temperatures{.samples = 100, .values = {0.2, 1}};
  const FrontierRequest top_p{.samples = 100, .sweep = Sweep::kTopP, .values = {0.2, 1}};
  const auto by_temperature = measure_frontier(small.run, temperatures);
  const auto by_top_p = measure_frontier(small.run, top_p);
  EXPECT_TRUE(has(by_temperature[0], "nll-gen"));
  EXPECT_FALSE(has(by_top_p[0], "nll-gen"));
  EXPECT_EQ(value(by_temperature[1], "nll-gen"), value(by_top_p[1], "nll-gen"));
  const std::string kept = read_file(small.run.frontier());
  EXPECT_TRUE(has(measure_frontier(small.run, temperatures)[0], "nll-gen"));
  EXPECT_FALSE(has(measure_frontier(small.run, top_p)[0], "nll-gen"));
  EXPECT_EQ(read_file(small.run.frontier()), kept) << "both are kept";
}

TEST(ResampledStart, IsWhatAnEvaluationByTheJudgeOfTheRunMeasures) {
  const JudgedRun judged;
  const MeasuredPoint point = measure_resampled(judged.run, judged.run, 40);
  RunEvaluationRequest request{.samples = 40, .seed = 3, .judge = Judging::kResample};
  request.options.metrics = {"bleu", "self-bleu", "kn-lm"};
  for (const auto& metric : evaluate_run(judged.run, request)) {
    EXPECT_EQ(value(point, metric.name), metric.value) << metric.name;
  }
  for (const char* name : {"nll-gen", "nll-gen-padded", "perplexity", "nll-div"}) {
    EXPECT_FALSE(has(point, name)) << name;
  }
  EXPECT_EQ(point.swept, 1);
  EXPECT_GT(point.effective_size, 1);
  EXPECT_LT(point.effective_size, kJudgedPool);
}

TEST(ResampledStart, IsOfTheStartsSentencesAndTheRecipesDiscriminator) {
  const JudgedRun judged;
  const SmallRun start;  // of the same text, without a discriminator
  const MeasuredPoint point = measure_resampled(start.run, judged.run, 40);
  EXPECT_TRUE(std::filesystem::exists(judged.run.resampled()));
  EXPECT_FALSE(std::filesystem::exists(start.run.resampled()));
  RunEvaluationRequest request{
      .samples = 40, .seed = 3, .judge = Judging::kResample, .judge_run = &judged.run};
  request.options.metrics = {"self-bleu-2"};
  EXPECT_EQ(evaluate_run(start.run, request)[0].value, value(point, "self-bleu-2"));
}

TEST(ResampledStart, IsKeptWhileStartDiscriminatorAndSamplesAreTheSame) {
  const JudgedRun judged;
  const SmallRun start;
  measure_resampled(start.run, judged.run, 20);
  std::string forged = read_file(judged.run.resampled());
  const size_t at = forged.find("\"mean-tokens\": ");
  ASSERT_NE(at, std::string::npos);
  forged.replace(at, forged.find(',', at) - at, "\"mean-tokens\": 77");
  const auto measured_anew = [&](const RunDirectory& of, int64_t samples) {
    write_file_atomically(judged.run.resampled(), forged);
    return measure_resampled(of, judged.run, samples).mean_tokens != 77;
  };
  EXPECT_FALSE(measured_anew(start.run, 20));
  EXPECT_GT(measure_resampled(start.run, judged.run, 20).effective_size, 1) << "is kept, too";
  EXPECT_TRUE(measured_anew(start.run, 21));
  EXPECT_TRUE(measured_anew(judged.run, 20));
  TensorFile file = load_tensors(judged.run.checkpoint());
  file.metadata["other"] = "D";
  save_tensors(judged.run.checkpoint(), file);
  EXPECT_TRUE(measured_anew(start.run, 20));
}

}  // namespace
}  // namespace lingan::run_frontier_test
