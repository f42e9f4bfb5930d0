// Exact probabilities, against closed forms and against a string-by-string computation that shares
// nothing with the chart.
#include <lingan/grammar/inside_algorithm.h>

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/grammar/small_grammars.h"

namespace lingan::inside_algorithm_test {
namespace {

using testing::probabilities_of_texts;
using testing::small_grammars;
using testing::SmallGrammar;

class InsideCases : public ::testing::TestWithParam<SmallGrammar> {};

TEST_P(InsideCases, EqualsTheEnumerationOfAllTexts) {
  const Grammar grammar = parse_grammar(GetParam().text, "g");
  const InsideScorer scorer(grammar);
  double sum = 0.0;
  const auto texts = probabilities_of_texts(grammar, GetParam().words);
  for (const auto& [text, probability] : texts) {
    const double log = scorer.log_probability(text);
    EXPECT_NEAR(std::exp(log), probability, 1e-12 + 1e-10 * probability) << "'" << text << "'";
    sum += std::exp(log);
  }
  EXPECT_LE(sum, 1.0 + 1e-10);
  EXPECT_GE(sum, GetParam().mass);
}

INSTANTIATE_TEST_SUITE_P(Grammars, InsideCases, ::testing::ValuesIn(small_grammars()),
                         [](const auto& info) { return info.param.name; });

/// P(x^n) under S -> S S [p] | x [1-p]: the number of binary trees with n leaves (a Catalan number)
/// times p^(n-1) (1-p)^n.
double tree_log_probability(int n, double p) {
  const double catalan = std::lgamma(2 * n - 1) - std::lgamma(n) - std::lgamma(n + 1);
  return catalan + (n - 1) * std::log(p) + n * std::log1p(-p);
}

std::string repeated(const std::string& word, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += word + " ";
  return text;
}

TEST(Inside, CountsAllTreesOfABinaryGrammar) {
  const Grammar grammar = parse_grammar("S -> S S [2] | x [3]", "g");
  const InsideScorer scorer(grammar);
  for (const int n : {1, 2, 3, 10, 60}) {
    EXPECT_NEAR(scorer.log_probability(repeated("x", n)), tree_log_probability(n, 0.4), 1e-10 * n);
  }
}

TEST(Inside, DoesNotUnderflow) {
  const Grammar grammar = parse_grammar("S -> S S [1] | x [99999999]", "g");
  // About e^-4600: doubles end near e^-745.
  const double log = InsideScorer(grammar).log_probability(repeated("x", 280));
  EXPECT_NEAR(log, tree_log_probability(280, 1e-8), 1e-6);
  EXPECT_LT(log, -4000.0);
}

TEST(Inside, IsMinusInfinityForWhatTheGrammarCannotDerive) {
  const Grammar grammar = parse_grammar("S -> a b | a a b", "g");
  const InsideScorer scorer(grammar);
  const double never = -std::numeric_limits<double>::infinity();
  for (const char* text : {"", " ", "a", "b a", "a b b", "a c", "ab", "a \xFF"}) {
    EXPECT_EQ(scorer.log_probability(text), never) << text;
  }
  EXPECT_NEAR(scorer.log_probability("  a\tb \r"), std::log(0.5), 1e-15);
}

TEST(Inside, SumsOverTheSegmentationsOfTouchingWords) {
  const Grammar grammar = parse_grammar("%join \"\"\nS -> W W | W\nW -> a | aa | 了 | aaa 了", "g");
  const InsideScorer scorer(grammar);
  EXPECT_NEAR(scorer.log_probability("aa"), std::log(0.5 / 16 + 0.5 / 4), 1e-14);
  EXPECT_NEAR(scorer.log_probability("aaa"), std::log(2 * 0.5 / 16), 1e-14);
  EXPECT_NEAR(scorer.log_probability("aa了"), std::log(0.5 / 16), 1e-14);
  EXPECT_NEAR(scorer.log_probability("aaa了"), std::log(0.5 / 4), 1e-14);
  EXPECT_EQ(scorer.log_probability("aa \xE4\xBA"), -std::numeric_limits<double>::infinity());
}

TEST(Inside, RefusesTextThatIsTooLongToParse) {
  const Grammar grammar = parse_grammar("S -> S x [1] | x [1]", "g");
  const InsideScorer scorer(grammar);
  EXPECT_NEAR(scorer.log_probability(repeated("x", kMaxParseLength)),
              kMaxParseLength * std::log(0.5), 1e-6);
  EXPECT_THROW(scorer.log_probability(repeated("x", kMaxParseLength + 1)), InputError);
}

}  // namespace
}  // namespace lingan::inside_algorithm_test
