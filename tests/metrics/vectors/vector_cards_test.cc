#include <map>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation.h>

#include "tests/metrics/vectors/vector_cases.h"

namespace lingan::metrics::vector_cards_test {
namespace {

using ::testing::HasSubstr;

std::map<std::string, double> values_of(const EvaluationSentences& sentences,
                                        std::vector<std::string> names = {}) {
  std::map<std::string, double> values;
  for (const MetricValue& value : evaluate(sentences, {.metrics = std::move(names)})) {
    values[value.name] = value.value;
  }
  return values;
}

/// Mean and range of what mauve-text gives for its seeds 25 to 29.
TEST(VectorMetrics, AreAllMeasuredWhereVectorsAloneAreGiven) {
  const auto values = values_of({.vectors = testing::vector_pair()});
  EXPECT_EQ(values.size(), 8u);
  EXPECT_NEAR(values.at("mauve"),
              (0.9546472398732476 + 0.9101968140116389 + 0.9233950491614364 + 0.8917481329200738 +
               0.9311481931316338) /
                  5,
              1e-12);
  EXPECT_NEAR(values.at("mauve-low"), 0.8917481329200738, 1e-12);
  EXPECT_NEAR(values.at("mauve-high"), 0.9546472398732476, 1e-12);
  EXPECT_NEAR(values.at("frechet"), 0.8706164534527119, 1e-9);
  EXPECT_LT(values.at("frechet-extrapolated"), values.at("frechet"));
  EXPECT_LT(values.at("frechet-floor"), values.at("frechet"));
}

TEST(VectorMetrics, StandBesideThoseOfSentences) {
  EvaluationSentences sentences{.vectors = testing::vector_pair()};
  sentences.hypotheses.append(std::vector<int32_t>{1, 2});
  const auto values = values_of(sentences);
  EXPECT_TRUE(values.contains("distinct-1"));
  EXPECT_TRUE(values.contains("mauve"));
}

TEST(VectorMetrics, SayWhatIsMissing) {
  EvaluationSentences sentences;
  sentences.hypotheses.append(std::vector<int32_t>{1, 2});
  const auto message = [](const EvaluationSentences& given, const char* metric) -> std::string {
    try {
      values_of(given, {metric});
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(message(sentences, "mauve"), HasSubstr("metric mauve needs vectors"));
  EXPECT_THAT(message({.vectors = testing::vector_pair()}, "unique"),
              HasSubstr("metric unique needs sentences: give `hypotheses`"));
}

}  // namespace
}  // namespace lingan::metrics::vector_cards_test
