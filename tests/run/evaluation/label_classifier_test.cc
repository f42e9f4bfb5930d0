#include <lingan/run/evaluation/label_classifier.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <lingan/metrics/no_value.h>
#include <lingan/run/evaluation/run_evaluation.h>

#include "tests/run/small_run.h"

namespace lingan::label_classifier_test {
namespace {

using testing::LabelledRun;
using testing::SmallRun;

/// Sentences of random words in which the last word tells the label.
TokenBatch told_by_the_last_word(const RunSpec& spec, int64_t sentences, uint32_t step) {
  const RandomStream stream{3, Purpose::kSample, step};
  const auto words = static_cast<uint64_t>(spec.tokenizer->size() - 4);
  TokenBatch batch{sentences, spec.length, {}, {}};
  for (int64_t row = 0; row < sentences; ++row) {
    const auto draw = [&](uint32_t t) {
      return 4 + static_cast<int32_t>(stream.below(words, static_cast<uint64_t>(row), t));
    };
    batch.tokens.insert(batch.tokens.end(), {draw(0), draw(1), draw(2), 2});
    batch.tokens.resize(static_cast<size_t>((row + 1) * spec.length));
    batch.lengths.push_back(4);
    batch.labels.push_back(draw(2) % 3);
  }
  return batch;
}

TEST(LabelClassifier, TellsLabelsThatAWordTells) {
  const LabelledRun labelled;
  const RunSpec& spec = labelled.run.spec();
  ASSERT_GE(spec.length, 4);
  ASSERT_EQ(spec.labels.size(), 3u);
  const LabelClassifier classifier(told_by_the_last_word(spec, 900, 0), spec, torch::kCPU);
  TokenBatch others = told_by_the_last_word(spec, 700, 1);
  EXPECT_GT(classifier.accuracy(others), 0.98);
  const double right = classifier.accuracy(others);
  for (int32_t& label : others.labels) label = (label + 1) % 3;
  EXPECT_LE(classifier.accuracy(others), 1 - right + 1e-12);
  const RandomStream stream{5, Purpose::kSample, 7};
  for (size_t i = 0; i < others.labels.size(); ++i) {
    others.labels[i] = static_cast<int32_t>(stream.below(3, i, 0));
  }
  EXPECT_NEAR(classifier.accuracy(others), 1. / 3, 5 * std::sqrt(2. / 9 / 700))
      << "of labels by chance a third, give or take five standard deviations";
}

TEST(LabelClassifier, GivesProbabilities) {
  const LabelledRun labelled;
  const RunSpec& spec = labelled.run.spec();
  const LabelClassifier classifier(told_by_the_last_word(spec, 900, 0), spec, torch::kCPU);
  const TokenBatch others = told_by_the_last_word(spec, 600, 1);
  const std::vector<double> probabilities = classifier.probabilities(others);
  ASSERT_EQ(probabilities.size(), 1800u);
  int64_t right = 0;
  for (size_t row = 0; row < 600; ++row) {
    const auto first = probabilities.begin() + static_cast<std::ptrdiff_t>(3 * row);
    EXPECT_NEAR(std::accumulate(first, first + 3, 0.0), 1.0, 1e-12);
    right += std::max_element(first, first + 3) - first == others.labels[row] ? 1 : 0;
  }
  EXPECT_DOUBLE_EQ(static_cast<double>(right) / 600, classifier.accuracy(others));
}

TEST(LabelClassifier, IsTheSameEveryTime) {
  const LabelledRun labelled;
  const RunSpec& spec = labelled.run.spec();
  const TokenBatch sentences = told_by_the_last_word(spec, 60, 0);
  const TokenBatch others = told_by_the_last_word(spec, 300, 1);
  EXPECT_EQ(LabelClassifier(sentences, spec, torch::kCPU).accuracy(others),
            LabelClassifier(sentences, spec, torch::kCPU).accuracy(others));
}

TEST(LabelClassifier, NeedsTwoSentences) {
  const LabelledRun labelled;
  const RunSpec& spec = labelled.run.spec();
  EXPECT_THROW(LabelClassifier(told_by_the_last_word(spec, 1, 0), spec, torch::kCPU),
               metrics::NoValue);
}

TEST(LabelMetrics, AreMeasuredOfARunWithLabels) {
  const LabelledRun labelled;
  const auto values =
      evaluate_run(labelled.run, {.samples = 50, .options = {.metrics = {"acc", "acc-real"}}});
  ASSERT_EQ(values.size(), 2u);
  for (const auto& value : values) {
    EXPECT_GE(value.value, 0) << value.name;
    EXPECT_LE(value.value, 1) << value.name;
  }
  const auto scores = evaluate_run(
      labelled.run, {.samples = 50, .options = {.metrics = {"inception-score", "mode-score"}}});
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_GE(scores[0].value, 1.0);
  EXPECT_LE(scores[0].value, 3.0);
  EXPECT_LE(scores[1].value, scores[0].value);
  EXPECT_TRUE(values[0].signature.starts_with("hyps:50|tok:"));
  EXPECT_TRUE(values[1].signature.starts_with("refs:6|tok:"));
}

TEST(LabelMetrics, SayWhyTheyHaveNoValue) {
  const auto note_of = [](const RunDirectory& run, const char* name, std::string references) {
    const auto values = evaluate_run(
        run, {.samples = 5, .references = std::move(references), .options = {.metrics = {name}}});
    EXPECT_TRUE(std::isnan(values.front().value));
    return values.front().note;
  };
  const SmallRun small;
  EXPECT_EQ(note_of(small.run, "acc", ""), "the run's sentences have no labels");
  const LabelledRun labelled;
  const auto file = testing::write_lines(labelled.folder.path() / "more", {"we read"});
  EXPECT_EQ(note_of(labelled.run, "acc-real", file.string()), "the sentences have no labels");
}

}  // namespace
}  // namespace lingan::label_classifier_test
