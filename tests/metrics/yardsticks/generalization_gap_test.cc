#include <lingan/metrics/yardsticks/generalization_gap.h>

#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/yardsticks/yardsticks.h>

namespace lingan::metrics::generalization_gap_test {
namespace {

std::vector<MetricValue> measure(EvaluationTexts texts, const std::string& protocol = "exact") {
  return evaluate_with(
      {.gaps = true}, split_texts(std::move(texts), "whitespace"),
      {.metrics = {"bleu-2", "unique", "chrf2", "coverage-1"}, .protocol = protocol});
}

TEST(GeneralizationGap, IsOfMetricsThatCompareWithReferences) {
  const auto values = measure({.hypotheses = {"a b c", "a b c"},
                               .references = {{"a b x", "y z"}},
                               .training = {{"a b c", "d"}}});
  EXPECT_EQ(values[0].gap->references, 2);
  EXPECT_EQ(values[0].gap->training, 1);
  EXPECT_DOUBLE_EQ(values[0].gap->held_out, values[0].value);
  EXPECT_DOUBLE_EQ(values[0].gap->gap(), 1 - values[0].value);
  EXPECT_FALSE(values[1].gap.has_value());
  EXPECT_EQ(values[2].gap->training, 100);
  EXPECT_DOUBLE_EQ(values[3].gap->training, 3.0 / 4);
  EXPECT_DOUBLE_EQ(values[3].gap->held_out, 2.0 / 5);
}

TEST(GeneralizationGap, TakesAsManySentencesOfEither) {
  for (const bool is_swapped : {false, true}) {
    std::vector<std::string> few(3, "a b"), many(50, "a b");
    if (is_swapped) std::swap(few, many);
    const auto values = measure({.hypotheses = {"a b"}, .references = few, .training = many});
    EXPECT_EQ(values[0].gap->references, 3);
    EXPECT_EQ(values[0].gap->gap(), 0);
  }
}

TEST(GeneralizationGap, NeedsBothTextsAndNoPairs) {
  EXPECT_THROW(measure({.hypotheses = {"a"}, .references = {{"a"}}}), UsageError);
  EXPECT_THROW(measure({.hypotheses = {"a"}, .references = {{"a"}}, .training = {{"a"}}}, "paired"),
               UsageError);
}

}  // namespace
}  // namespace lingan::metrics::generalization_gap_test
