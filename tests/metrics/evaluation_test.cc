#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <cmath>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/token_line.h>

#include "tests/metrics/words.h"

namespace lingan::metrics::evaluation_test {
namespace {

using lingan::testing::WordIds;
using ::testing::HasSubstr;

struct Request {
  EvaluationSentences sentences;
  EvaluationOptions options;
};

Request small_request() {
  WordIds ids;
  Request request;
  request.sentences.hypotheses =
      ids.list({{"a", "b", "a", "b"}, {"a", "b", "c"}, {"a", "b", "c"}, {"d"}});
  request.sentences.references = ids.list({{"a", "b", "c"}, {"d", "e"}});
  request.sentences.training = ids.list({{"a", "b", "c"}, {"x"}});
  return request;
}

std::vector<std::string> names_of(const Request& request) {
  std::vector<std::string> names;
  for (const auto& value : evaluate(request.sentences, request.options))
    names.push_back(value.name);
  return names;
}

double value_of(Request request, const std::string& name) {
  request.options.metrics = {name};
  return evaluate(request.sentences, request.options).at(0).value;
}

std::string message_of(const Request& request) {
  try {
    evaluate(request.sentences, request.options);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Evaluation, ExpandsFamiliesAndCountsANameOnce) {
  Request request = small_request();
  request.options.metrics = {"distinct-2", "bleu", "bleu-3", "bleu-8", "sacrebleu"};
  request.options.max_order = 4;
  EXPECT_EQ(names_of(request), (std::vector<std::string>{"distinct-2", "bleu-2", "bleu-3", "bleu-4",
                                                         "bleu-8", "sacrebleu"}));
}

TEST(Evaluation, MeasuresWhatTheInputsAllowByDefault) {
  Request request = small_request();
  request.sentences.references.reset();
  request.sentences.training.reset();
  request.options.max_order = 2;
  EXPECT_EQ(names_of(request),
            (std::vector<std::string>{"self-bleu-2", "distinct-1", "distinct-2", "unique"}));
}

TEST(Evaluation, TokenizesTextForSacrebleuByDefault) {
  EvaluationOptions options{.metrics = {"sacrebleu"}, .protocol = "paired"};
  const EvaluationTexts texts{.hypotheses = {"a dog, a cat."}, .references = {{"a dog , a cat ."}}};
  const EvaluationSentences sentences = split_texts(texts, "whitespace");
  EXPECT_DOUBLE_EQ(evaluate(sentences, options)[0].value, 100);
  options.tokenize = "none";
  EXPECT_LT(evaluate(sentences, options)[0].value, 50);
}

TEST(Evaluation, TakesTokensForSacrebleuAsTheyAre) {
  Request request = small_request();
  request.options = {.metrics = {"sacrebleu"}};
  EXPECT_THAT(evaluate(request.sentences, request.options)[0].signature, HasSubstr("tok:none"));
  request.options.tokenize = "13a";
  EXPECT_THAT(message_of(request), HasSubstr("splits text"));
  const EvaluationTexts lists{.hypotheses = {token_line(std::vector<std::string>{"a b"})},
                              .references = {{"a b"}}};
  EXPECT_THAT(evaluate(split_texts(lists, "whitespace"), {.metrics = {"sacrebleu"}})[0].signature,
              HasSubstr("tok:none"));
}

TEST(Evaluation, NamesTheTokenizerOfSacrebleusTokens) {
  const EvaluationTexts texts{.hypotheses = {"a dog"}, .references = {{"a cat"}}};
  const EvaluationOptions options{.metrics = {"sacrebleu"}, .tokenize = "none"};
  const auto signature = [&](const char* tokenizer) {
    return evaluate(split_texts(texts, tokenizer), options)[0].signature;
  };
  EXPECT_THAT(signature("character"), HasSubstr("tok:character|"));
  EXPECT_THAT(signature("whitespace"), HasSubstr("tok:none|"));
}

TEST(Evaluation, NeedsTextForChrf) {
  Request request = small_request();
  request.options.metrics = {"chrf2"};
  EXPECT_THAT(message_of(request), HasSubstr("without it"));
}

TEST(Evaluation, ComparesWithTheBestReferenceByChrf) {
  const EvaluationTexts texts{.hypotheses = {"a dog", "a cat"},
                              .references = {{"a cat", "a", "a dog"}}};
  EXPECT_DOUBLE_EQ(evaluate(split_texts(texts, "whitespace"), {.metrics = {"chrf2"}})[0].value,
                   100);
}

TEST(Evaluation, CountsDiversityByHand) {
  const Request request = small_request();
  EXPECT_DOUBLE_EQ(value_of(request, "distinct-1"), 4.0 / 11);
  EXPECT_DOUBLE_EQ(value_of(request, "distinct-2"), 3.0 / 7);  // ab ba bc
  EXPECT_DOUBLE_EQ(value_of(request, "distinct-3"), 3.0 / 4);  // aba bab abc
  EXPECT_DOUBLE_EQ(value_of(request, "unique"), 3.0 / 4);
  EXPECT_DOUBLE_EQ(value_of(request, "novelty"), 2.0 / 4);
}

TEST(Evaluation, ComputesEveryMetricByItself) {
  Request request = small_request();
  request.sentences.hypotheses = slice(request.sentences.hypotheses, 0, 1);
  request.options.metrics = {"self-bleu-2", "bleu-2", "unique"};
  const auto values = evaluate(request.sentences, request.options);
  ASSERT_EQ(values.size(), 3u);
  EXPECT_TRUE(std::isnan(values[0].value));
  EXPECT_EQ(values[0].note, "Self-BLEU needs at least two sentences");
  EXPECT_GT(values[1].value, 0);
  EXPECT_EQ(values[1].note, "");
  EXPECT_EQ(values[2].value, 1);
}

TEST(Evaluation, SaysWhyAMetricHasNoValue) {
  Request request = small_request();
  request.sentences.references.emplace();
  request.options.metrics = {"bleu-2", "distinct-1"};
  const auto values = evaluate(request.sentences, request.options);
  EXPECT_TRUE(std::isnan(values[0].value));
  EXPECT_THAT(values[0].note, HasSubstr("no reference"));
  EXPECT_FALSE(std::isnan(values[1].value));
}

TEST(Evaluation, HasNoNoveltyAgainstNothing) {
  for (const std::vector<int32_t>& sentence : {std::vector<int32_t>{}, {1, 2}}) {
    Request request = small_request();
    request.sentences.training.emplace();
    request.sentences.training->append(sentence);
    request.options.metrics = {"novelty"};
    const auto values = evaluate(request.sentences, request.options);
    EXPECT_EQ(std::isnan(values[0].value), sentence.empty());
    EXPECT_EQ(values[0].note.empty(), !sentence.empty());
  }
}

TEST(Evaluation, NeedsSentencesToMeasure) {
  Request request = small_request();
  request.sentences.hypotheses = {};
  EXPECT_THROW(evaluate(request.sentences, request.options), InputError);
}

TEST(Evaluation, NamesTheKnownMetricsAndProtocols) {
  Request request = small_request();
  request.options.metrics = {"blue-2"};
  EXPECT_THAT(message_of(request),
              AllOf(HasSubstr("blue-2"), HasSubstr("self-bleu"), HasSubstr("novelty")));
  request.options.metrics = {"bleu-9"};
  EXPECT_THAT(message_of(request), HasSubstr("bleu-9"));
  request = small_request();
  request.options.protocol = "texgen";
  EXPECT_THAT(message_of(request),
              AllOf(HasSubstr("texgen"), HasSubstr("texygen"), HasSubstr("exact")));
}

TEST(Evaluation, SaysWhichInputAMetricNeeds) {
  Request request = small_request();
  request.sentences.references.reset();
  request.options.metrics = {"bleu-2"};
  EXPECT_THAT(message_of(request), HasSubstr("`references`"));
  request.sentences.training.reset();
  request.options.metrics = {"novelty"};
  EXPECT_THAT(message_of(request), HasSubstr("`training`"));
  request.options.metrics = {"nll-gen"};
  EXPECT_THAT(message_of(request), HasSubstr("model"));
}

TEST(Evaluation, SaysWhetherAnyMetricNeedsAnInput) {
  EvaluationOptions options{.metrics = {"self-bleu", "novelty"}};
  EXPECT_FALSE(any_needs(options, Needs::kReferences));
  EXPECT_TRUE(any_needs(options, Needs::kTraining));
  EXPECT_FALSE(any_needs(options, Needs::kModel));
  options.metrics = {"bleu-4", "nll-gen"};
  EXPECT_TRUE(any_needs(options, Needs::kReferences));
  EXPECT_FALSE(any_needs(options, Needs::kTraining));
  EXPECT_TRUE(any_needs(options, Needs::kModel));
  options.metrics = {};
  EXPECT_TRUE(any_needs(options, Needs::kReferences));
  EXPECT_FALSE(any_needs(options, Needs::kModel));
  options.metrics = {"blue"};
  EXPECT_THROW(any_needs(options, Needs::kModel), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::evaluation_test
