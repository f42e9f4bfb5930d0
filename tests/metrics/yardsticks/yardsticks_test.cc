#include <lingan/metrics/yardsticks/yardsticks.h>

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation_text.h>

namespace lingan::metrics::yardsticks_test {
namespace {

const EvaluationOptions kOptions = {.metrics = {"bleu-2", "unique"}};

EvaluationTexts texts() {
  return {.hypotheses = {"a b c", "a b d", "b c a"},
          .references = {{"a b c", "c d a", "b c d", "d a b"}},
          .training = {{"a b d", "c a b", "b d a"}}};
}

std::vector<MetricValue> measure(const Yardsticks& yardsticks) {
  return evaluate_with(yardsticks, split_texts(texts(), "whitespace"), kOptions);
}

TEST(Yardsticks, AreNoneUnlessAskedFor) {
  EXPECT_FALSE(Yardsticks{}.any());
  EXPECT_TRUE(Yardsticks{.intervals = true}.any());
  EXPECT_TRUE(Yardsticks{.anchors = true}.any());
  EXPECT_TRUE(Yardsticks{.gaps = true}.any());
}

TEST(EvaluateWith, GivesTheValuesOfAnEvaluation) {
  const auto expected = evaluate(split_texts(texts(), "whitespace"), kOptions);
  for (const Yardsticks& yardsticks :
       {Yardsticks{}, Yardsticks{.intervals = true, .anchors = true, .gaps = true}}) {
    const auto values = measure(yardsticks);
    ASSERT_EQ(values.size(), expected.size());
    for (size_t i = 0; i < values.size(); ++i) {
      EXPECT_EQ(values[i].name, expected[i].name);
      EXPECT_EQ(values[i].value, expected[i].value);
      EXPECT_EQ(values[i].signature, expected[i].signature);
    }
  }
}

/// A gap is of metrics that compare with references: `unique` has none.
TEST(EvaluateWith, PutsBesideAValueWhatWasAskedForAlone) {
  for (const MetricValue& value : measure({})) {
    EXPECT_FALSE(value.interval || value.anchors || value.gap) << value.name;
  }
  for (const MetricValue& value : measure({.intervals = true})) {
    EXPECT_TRUE(value.interval && !value.anchors && !value.gap) << value.name;
  }
  for (const MetricValue& value : measure({.anchors = true})) {
    EXPECT_TRUE(!value.interval && value.anchors && !value.gap) << value.name;
  }
  const auto with_gaps = measure({.gaps = true});
  EXPECT_TRUE(!with_gaps[0].interval && !with_gaps[0].anchors && with_gaps[0].gap);
  EXPECT_FALSE(with_gaps[1].gap);
}

TEST(EvaluateWith, RefusesAYardstickWithoutItsText) {
  const auto of = [](const Yardsticks& yardsticks, EvaluationTexts texts) {
    evaluate_with(yardsticks, split_texts(std::move(texts), "whitespace"), {.metrics = {"unique"}});
  };
  const EvaluationTexts alone = {.hypotheses = {"a b c", "b c"}};
  EXPECT_THROW(of({.anchors = true}, alone), UsageError);
  EXPECT_THROW(of({.gaps = true}, alone), UsageError);
  EXPECT_NO_THROW(of({.intervals = true}, alone));
}

}  // namespace
}  // namespace lingan::metrics::yardsticks_test
