#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/diversity.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/self_bleu.h>

#include "tests/metrics/words.h"

namespace lingan::metrics {
namespace {

using lingan::testing::WordIds;
using ::testing::HasSubstr;

EvaluationRequest small_request() {
  WordIds ids;
  EvaluationRequest request;
  request.hypotheses = ids.list({{"a", "b", "a", "b"}, {"a", "b", "c"}, {"a", "b", "c"}, {"d"}});
  request.references = ids.list({{"a", "b", "c"}, {"d", "e"}});
  request.training = ids.list({{"a", "b", "c"}, {"x"}});
  return request;
}

std::vector<std::string> names_of(const EvaluationRequest& request) {
  std::vector<std::string> names;
  for (const auto& value : evaluate(request)) names.push_back(value.name);
  return names;
}

double value_of(EvaluationRequest request, const std::string& name) {
  request.metrics = {name};
  return evaluate(request).at(0).value;
}

std::string message_of(const EvaluationRequest& request) {
  try {
    evaluate(request);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

SentenceList numbered(int32_t count) {
  SentenceList list;
  for (int32_t i = 0; i < count; ++i) list.append(std::vector<int32_t>{i % 7, i % 5, i % 3});
  return list;
}

TEST(Evaluation, ExpandsFamiliesAndCountsANameOnce) {
  EvaluationRequest request = small_request();
  request.metrics = {"distinct-2", "bleu", "bleu-3", "bleu-8", "sacrebleu"};
  request.max_order = 4;
  EXPECT_EQ(names_of(request), (std::vector<std::string>{"distinct-2", "bleu-2", "bleu-3", "bleu-4",
                                                         "bleu-8", "sacrebleu"}));
}

TEST(Evaluation, MeasuresWhatTheInputsAllowByDefault) {
  EvaluationRequest request = small_request();
  request.references.reset();
  request.training.reset();
  request.max_order = 2;
  EXPECT_EQ(names_of(request),
            (std::vector<std::string>{"self-bleu-2", "distinct-1", "distinct-2", "unique"}));
}

TEST(Evaluation, CountsDiversityByHand) {
  const EvaluationRequest request = small_request();
  EXPECT_DOUBLE_EQ(value_of(request, "distinct-1"), 4.0 / 11);
  EXPECT_DOUBLE_EQ(value_of(request, "distinct-2"), 3.0 / 7);  // ab ba bc
  EXPECT_DOUBLE_EQ(value_of(request, "distinct-3"), 3.0 / 4);  // aba bab abc
  EXPECT_DOUBLE_EQ(value_of(request, "distinct-8"), 0);
  EXPECT_DOUBLE_EQ(value_of(request, "unique"), 3.0 / 4);
  EXPECT_DOUBLE_EQ(value_of(request, "novelty"), 2.0 / 4);
}

TEST(Evaluation, NamesTheKnownMetricsAndProtocols) {
  EvaluationRequest request = small_request();
  request.metrics = {"blue-2"};
  EXPECT_THAT(message_of(request),
              AllOf(HasSubstr("blue-2"), HasSubstr("self-bleu"), HasSubstr("novelty")));
  request.metrics = {"bleu-9"};
  EXPECT_THAT(message_of(request), HasSubstr("bleu-9"));
  request = small_request();
  request.protocol = "texgen";
  EXPECT_THAT(message_of(request),
              AllOf(HasSubstr("texgen"), HasSubstr("texygen"), HasSubstr("exact")));
}

TEST(Evaluation, SaysWhichInputAMetricNeeds) {
  EvaluationRequest request = small_request();
  request.references.reset();
  request.metrics = {"bleu-2"};
  EXPECT_THAT(message_of(request), HasSubstr("--references"));
  request.training.reset();
  request.metrics = {"novelty"};
  EXPECT_THAT(message_of(request), HasSubstr("--train"));
  request.metrics = {"nll-gen"};
  EXPECT_THAT(message_of(request), HasSubstr("model"));
}

TEST(MetricCards, SayWhereEveryMetricComesFrom) {
  for (const MetricCard& card : metric_cards()) {
    EXPECT_FALSE(card.summary.empty()) << card.name;
    EXPECT_FALSE(card.paper.empty()) << card.name;
    EXPECT_EQ(card.value == nullptr, card.needs == Needs::kModel) << card.name;
  }
}

TEST(Protocols, TakeTheSentencesThatTheirProgramsTake) {
  const SentenceList many = numbered(6000);
  const auto self_count = [&](const char* name) {
    return count_self_bleu(find_card(protocols(), name, "protocol"), many, 2).size();
  };
  const auto bleu_count = [&](const char* name) {
    return count_bleu(find_card(protocols(), name, "protocol"), many, many, 2).size();
  };
  EXPECT_EQ(bleu_count("exact"), 6000);
  EXPECT_EQ(bleu_count("texygen"), 6000);
  EXPECT_EQ(bleu_count("textgan"), 200);
  EXPECT_EQ(bleu_count("relgan"), 100);
  EXPECT_EQ(bleu_count("leakgan"), 2000);
  EXPECT_EQ(self_count("exact"), 6000);
  EXPECT_EQ(self_count("texygen"), 500);
  EXPECT_EQ(self_count("textgan"), 200);
  EXPECT_EQ(self_count("relgan"), 200);
}

TEST(Protocols, DifferInWhatSelfBleuComparesWith) {
  SentenceList distinct_sentences;
  for (int32_t i = 0; i < 300; ++i)
    distinct_sentences.append(std::vector<int32_t>{2 * i, 2 * i + 1});
  const auto value = [&](const char* name) {
    return mean_sentence_bleu(
        count_self_bleu(find_card(protocols(), name, "protocol"), distinct_sentences, 2),
        bleu_of_order(2));
  };
  EXPECT_EQ(value("exact"), 0);
  EXPECT_EQ(value("textgan"), 0);
  EXPECT_EQ(value("relgan"), 1);
}

TEST(Protocols, RefuseTooFewOrUnpairedSentences) {
  EXPECT_THROW(count_self_bleu(find_card(protocols(), "textgan", "protocol"), numbered(200), 2),
               UsageError);
  EXPECT_THROW(
      count_bleu(find_card(protocols(), "paired", "protocol"), numbered(3), numbered(2), 2),
      UsageError);
}

TEST(StripSpecials, LeavesTheWords) {
  TokenBatch batch{2, 4, {5, 6, 2, 0, 1, 7, 0, 8}, {3, 4}};
  const SentenceList list = strip_specials(batch, SpecialTokens{});
  EXPECT_EQ(list.ids, (std::vector<int32_t>{5, 6, 7, 8}));
  EXPECT_EQ(list.offsets, (std::vector<int64_t>{0, 2, 4}));
}

}  // namespace
}  // namespace lingan::metrics
