#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>

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

}  // namespace
}  // namespace lingan::metrics
