#include <lingan/metrics/streamed_evaluation.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/token_line.h>

#include <algorithm>
#include <cmath>

namespace lingan::metrics::streamed_evaluation_test {
namespace {

using Lines = std::vector<std::string>;

const Lines kHypotheses = {"a dog runs in the park, fast.", "the cat sat", "",
                           "a boat left the harbour"};
const Lines kReferences = {"the dog runs in the park fast",
                           "a cat sat down.",
                           "nothing",
                           "a boat leaves the harbour",
                           "a dog runs, fast.",
                           "",
                           "",
                           "boats left the harbour"};

/// Blocks of so many lines, with two references each.
TextBlocks blocks_of(size_t lines) {
  return [lines, at = size_t{0}]() mutable -> std::optional<EvaluationTexts> {
    if (at >= kHypotheses.size()) return std::nullopt;
    EvaluationTexts texts{.references = Lines{}, .reference_sets = 2};
    for (size_t i = at; i < std::min(at + lines, kHypotheses.size()); ++i) {
      texts.hypotheses.push_back(kHypotheses[i]);
    }
    for (size_t set = 0; set < 2; ++set) {
      for (size_t i = at; i < std::min(at + lines, kHypotheses.size()); ++i) {
        texts.references->push_back(kReferences[set * kHypotheses.size() + i]);
      }
    }
    at += lines;
    return texts;
  };
}

TEST(StreamedEvaluation, GivesTheValuesOfAllAtOnce) {
  for (const char* tokenize : {"", "none"}) {
    const EvaluationOptions options{
        .metrics = {"sacrebleu", "chrf2", "chrf++"}, .protocol = "paired", .tokenize = tokenize};
    const EvaluationTexts all{
        .hypotheses = kHypotheses, .references = kReferences, .reference_sets = 2};
    const auto expected = evaluate(split_texts(all, "whitespace"), options);
    for (const size_t lines : {1, 3, 4}) {
      const auto values = evaluate_stream(blocks_of(lines), "whitespace", options);
      ASSERT_EQ(values.size(), expected.size());
      for (size_t i = 0; i < values.size(); ++i) {
        EXPECT_EQ(values[i].name, expected[i].name);
        EXPECT_GT(values[i].value, 0);
        EXPECT_EQ(values[i].value, expected[i].value) << values[i].name << " " << lines;
        EXPECT_EQ(values[i].signature, expected[i].signature);
      }
    }
  }
}

TEST(StreamedEvaluation, IsOfSumsOverPairedLines) {
  EXPECT_TRUE(can_stream({.metrics = {"sacrebleu", "chrf2"}, .protocol = "paired"}));
  EXPECT_FALSE(can_stream({.metrics = {"sacrebleu"}}));
  EXPECT_FALSE(can_stream({.metrics = {"sacrebleu", "bleu-2"}, .protocol = "paired"}));
  EXPECT_FALSE(can_stream({.protocol = "paired"}));
  EXPECT_THROW(can_stream({.metrics = {"blue"}}), UsageError);
}

TextBlocks one_block(EvaluationTexts texts) {
  return [texts, given = false]() mutable -> std::optional<EvaluationTexts> {
    if (given) return std::nullopt;
    given = true;
    return texts;
  };
}

TEST(StreamedEvaluation, SaysWhyThereIsNoValue) {
  const EvaluationOptions options{.metrics = {"chrf2"}, .protocol = "paired"};
  const auto value = evaluate_stream(one_block({.hypotheses = {"a"}, .references = Lines{""}}),
                                     "whitespace", options)[0];
  EXPECT_TRUE(std::isnan(value.value));
  EXPECT_THAT(value.note, ::testing::HasSubstr("no reference"));
  EXPECT_THROW(evaluate_stream(one_block({.hypotheses = {"a"}}), "whitespace", options),
               UsageError);
  EXPECT_THROW(evaluate_stream([] { return std::nullopt; }, "whitespace", options), InputError);
}

// The first block says whether there are lists of tokens.
TEST(StreamedEvaluation, HasOneTokenization) {
  const EvaluationOptions options{.metrics = {"sacrebleu"}, .protocol = "paired"};
  int block = 0;
  const auto mixed = [&]() -> std::optional<EvaluationTexts> {
    const Lines lines = {block == 0 ? "a b" : token_line(Lines{"a", "b"})};
    return ++block > 2 ? std::nullopt
                       : std::optional(EvaluationTexts{.hypotheses = lines, .references = lines});
  };
  EXPECT_THROW(evaluate_stream(mixed, "whitespace", options), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::streamed_evaluation_test
