#include <lingan/run/run_evaluation.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation_text.h>

#include "tests/run/small_run.h"

namespace lingan {
namespace {

using metrics::MetricValue;
using testing::SmallRun;
using testing::write_lines;

using Values = std::map<std::string, double>;

Values by_name(const std::vector<MetricValue>& values) {
  Values named;
  for (const auto& [name, value] : values) named[name] = value;
  return named;
}

std::vector<std::string> names(const std::vector<MetricValue>& values) {
  std::vector<std::string> names;
  for (const auto& value : values) names.push_back(value.name);
  return names;
}

class EvaluateRunOf : public ::testing::TestWithParam<const char*> {};

// Words of text are the same whether they are numbered by the run's vocabulary or afresh. (Other
// kinds differ where <unk> was sampled: it is one id, and several characters.)
TEST_P(EvaluateRunOf, GivesIdsWhatItGivesTheirText) {
  const SmallRun small(GetParam());
  RunEvaluationRequest request{.samples = 60, .seed = 5};
  const Values of_ids = by_name(evaluate_run(small.run, request));
  request.tokenizer = GetParam();
  const Values of_text = by_name(evaluate_run(small.run, request));
  ASSERT_EQ(of_ids.size(), of_text.size());
  EXPECT_TRUE(of_ids.contains("bleu-2") && of_ids.contains("novelty"));
  for (const auto& [name, value] : of_ids) EXPECT_DOUBLE_EQ(value, of_text.at(name)) << name;
}

INSTANTIATE_TEST_SUITE_P(Tokenizers, EvaluateRunOf, ::testing::Values("whitespace"));

TEST(EvaluateRun, MeasuresAllThatARunHasByDefault) {
  const SmallRun small;
  EXPECT_EQ(
      names(evaluate_run(small.run, {.samples = 20, .options = {.max_order = 2}})),
      (std::vector<std::string>{"bleu-2", "self-bleu-2", "distinct-1", "distinct-2", "unique",
                                "novelty", "nll-gen", "nll-gen-padded", "perplexity", "nll-div"}));
}

TEST(EvaluateRun, MeasuresWhatIsNamed) {
  const SmallRun small;
  const auto measured = [&](std::vector<std::string> asked) {
    return names(evaluate_run(
        small.run, {.samples = 20, .options = {.metrics = std::move(asked), .max_order = 3}}));
  };
  EXPECT_EQ(measured({"nll-div", "unique", "bleu"}),
            (std::vector<std::string>{"unique", "bleu-2", "bleu-3", "nll-div"}));
  EXPECT_EQ(measured({"perplexity"}), (std::vector<std::string>{"perplexity"}));
  EXPECT_THROW(measured({"blue"}), UsageError);
}

TEST(EvaluateRun, TakesFilesInPlaceOfTheRunsSentences) {
  const SmallRun small;
  const auto path = [&](const char* name, const std::vector<std::string>& lines) {
    return write_lines(small.folder.path() / name, lines).string();
  };
  RunEvaluationRequest request{.samples = 40, .seed = 2};
  request.options.metrics = {"bleu-2", "novelty", "nll-gen"};
  const Values own = by_name(evaluate_run(small.run, request));
  std::vector<std::string> held_out, training;
  const Tokenizer& tokenizer = *small.data.tokenizer;
  for (int64_t row = 0; row < small.data.validation.rows; ++row) {
    held_out.push_back(tokenizer.decode(small.data.validation.row(row)));
  }
  for (int64_t row = 0; row < small.data.train.rows; ++row) {
    training.push_back(tokenizer.decode(small.data.train.row(row)));
  }
  request.references = path("held_out", held_out);
  request.training = path("training", training);
  EXPECT_EQ(by_name(evaluate_run(small.run, request)), own);
  request.references = path("other", {"we write letters"});
  const Values other = by_name(evaluate_run(small.run, request));
  EXPECT_NE(other.at("bleu-2"), own.at("bleu-2"));
  EXPECT_NE(other.at("nll-gen"), own.at("nll-gen"));
  EXPECT_EQ(other.at("novelty"), own.at("novelty"));
}

TEST(EvaluateRun, ReadsNothingThatNoMetricNeeds) {
  const SmallRun small;
  std::filesystem::remove(small.run.path() / "data.safetensors");
  RunEvaluationRequest request{.samples = 20, .references = "missing", .training = "missing"};
  request.options.metrics = {"self-bleu-2", "nll-div"};
  EXPECT_EQ(evaluate_run(small.run, request).size(), 2u);
  request.options.metrics = {"bleu-2"};
  EXPECT_THROW(evaluate_run(small.run, request), IoError);
}

TEST(EvaluateRun, TakesStdinForOneFileOnly) {
  const SmallRun small;
  EXPECT_THROW(evaluate_run(small.run, {.references = "-", .training = "-"}), UsageError);
}

}  // namespace
}  // namespace lingan
