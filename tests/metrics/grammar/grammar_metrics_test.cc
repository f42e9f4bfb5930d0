#include <lingan/metrics/grammar/grammar_metrics.h>

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/token_line.h>
#include <lingan/metrics/yardsticks/yardsticks.h>

namespace lingan::metrics::grammar_metrics_test {
namespace {

std::shared_ptr<const Grammar> small_grammar() {
  return std::make_shared<const Grammar>(
      parse_grammar("S -> A b [3] | S c [1]\nA -> a [1] | d d [1]", "g"));
}

std::vector<MetricValue> measure(std::vector<std::string> lines,
                                 std::shared_ptr<const Grammar> grammar,
                                 std::vector<std::string> metrics = {"acceptance",
                                                                     "rule-coverage"}) {
  return evaluate(split_texts({.hypotheses = std::move(lines)}, "whitespace"),
                  {.metrics = std::move(metrics), .grammar = std::move(grammar)});
}

TEST(GrammarMetrics, AreCountedByHand) {
  const auto values = measure({"a b", "a b c c", "a c b", "x b"}, small_grammar());
  EXPECT_EQ(values[0].value, 2. / 4);
  EXPECT_EQ(values[1].value, 3. / 4) << "A -> d d is missing";
  EXPECT_TRUE(values[0].signature.starts_with("hyps:4|rules:4|version:lingan-"));
}

TEST(GrammarMetrics, AcceptanceHasAnIntervalOfABootstrapInsideItsRange) {
  std::vector<std::string> lines(60, "a b");
  lines.emplace_back("x b");
  const auto texts = split_texts({.hypotheses = std::move(lines)}, "whitespace");
  const auto value = evaluate_with({.intervals = true}, texts,
                                   {.metrics = {"acceptance"}, .grammar = small_grammar()})[0];
  EXPECT_EQ(value.value, 60. / 61);
  EXPECT_EQ(value.interval->by, "bootstrap");
  EXPECT_LT(value.interval->low, value.value);
  EXPECT_LE(value.interval->high, 1);
}

TEST(GrammarMetrics, TakeTheWordsOfLists) {
  const std::vector<std::string> words = {"d", "d", "b"};
  EXPECT_EQ(measure({token_line(words)}, small_grammar())[0].value, 1);
}

TEST(GrammarMetrics, AreZeroWithoutAGrammaticalSentence) {
  for (const auto& value : measure({"b", ""}, small_grammar())) EXPECT_EQ(value.value, 0);
}

TEST(GrammarMetrics, LeaveSentencesOutThatAreTooLong) {
  std::string longest = "a b";
  for (int i = 0; i < 600; ++i) longest += " c";
  EXPECT_EQ(measure({longest, "a b"}, small_grammar())[0].value, 1);
  EXPECT_TRUE(std::isnan(measure({longest}, small_grammar())[0].value));
}

TEST(GrammarMetrics, AreAmongTheDefaultsWhereAGrammarIsGiven) {
  const auto has = [](const std::vector<MetricValue>& values) {
    int count = 0;
    for (const auto& value : values) {
      count += value.name == "acceptance" || value.name == "rule-coverage" ? 1 : 0;
    }
    return count;
  };
  EXPECT_EQ(has(measure({"a b", "d d b"}, small_grammar(), {})), 2);
  EXPECT_EQ(has(measure({"a b", "d d b"}, nullptr, {})), 0);
  EXPECT_THROW(measure({"a b"}, nullptr), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::grammar_metrics_test
