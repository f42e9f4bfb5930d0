// Samples, against exact probabilities.
#include <lingan/grammar/grammar_sampler.h>

#include <cmath>
#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/grammar/grammar_scorer.h>
#include <lingan/grammar/inside_algorithm.h>

namespace lingan::grammar_sampler_test {
namespace {

constexpr int kDraws = 40000;

/// Pearson's statistic of samples against exact probabilities, in standard deviations of its
/// distribution above its mean. Texts expected fewer than ten times share one bin.
double chi_squared_excess(const Grammar& grammar, const GrammarSampler& sampler, double log_mass) {
  std::map<std::string, int> counts;
  for (int row = 0; row < kDraws; ++row) ++counts[sampler.sentence(row)];
  const InsideScorer scorer(grammar);
  double statistic = 0.0;
  double rest = 1.0;
  int rest_count = kDraws;
  int bins = 0;
  for (const auto& [text, count] : counts) {
    const double probability = std::exp(scorer.log_probability(text) - log_mass);
    const double expected = kDraws * probability;
    if (expected < 10.0) continue;
    statistic += (count - expected) * (count - expected) / expected;
    rest -= probability;
    rest_count -= count;
    ++bins;
  }
  if (rest * kDraws >= 10.0) {
    statistic += std::pow(rest_count - rest * kDraws, 2) / (rest * kDraws);
    ++bins;
  }
  EXPECT_GT(bins, 5);
  return (statistic - (bins - 1)) / std::sqrt(2.0 * (bins - 1));
}

TEST(GrammarSampler, FollowsTheExactProbabilities) {
  const Grammar grammar = parse_grammar(
      "S -> A S b [2] | A [3] | \"\"\nA -> x | y [2] | A z [1] | B\nB -> \"\" | S c", "g");
  EXPECT_LT(std::abs(chi_squared_excess(grammar, GrammarSampler(grammar, 1), 0.0)), 4.0);
}

TEST(GrammarSampler, FollowsTheConditionalProbabilitiesUnderALengthLimit) {
  const Grammar grammar = parse_grammar("S -> S S [2] | x [3] | y [1]", "g");
  const GrammarSampler sampler(grammar, 2, 3);
  const InsideScorer scorer(grammar);
  double mass = 0.0;  // words do not matter to the structure: 2^n texts of each length
  for (const std::string text : {"x", "y", "x x", "x y", "y x", "y y", "x x x", "x x y", "x y x",
                                 "x y y", "y x x", "y x y", "y y x", "y y y"}) {
    mass += std::exp(scorer.log_probability(text));
  }
  EXPECT_LT(mass, 0.95);
  EXPECT_LT(std::abs(chi_squared_excess(grammar, sampler, std::log(mass))), 4.0);
  for (uint64_t row = 0; row < 1000; ++row) EXPECT_LE(sampler.terminals(row).size(), 3u);
}

TEST(GrammarSampler, SentenceDependsOnSeedAndRowAlone) {
  const Grammar grammar = load_grammar(LINGAN_SOURCE_DIR "/corpora/english.grammar");
  const GrammarSampler first(grammar, 7);
  const GrammarSampler second(grammar, 7);
  const GrammarSampler other(grammar, 8);
  std::set<std::string> distinct;
  int equal = 0;
  for (uint64_t row = 300; row-- > 0;) {
    EXPECT_EQ(first.sentence(row), second.sentence(row));
    equal += first.sentence(row) == other.sentence(row);
    distinct.insert(first.sentence(row));
  }
  EXPECT_LT(equal, 5);
  EXPECT_GT(distinct.size(), 290u);
}

TEST(GrammarSampler, RefusesALimitThatNoSentenceMeets) {
  const Grammar grammar = parse_grammar("S -> a b c", "g");
  EXPECT_THROW(GrammarSampler(grammar, 1, 2), UsageError);
  EXPECT_THROW(GrammarSampler(grammar, 1, -1), UsageError);
  EXPECT_EQ(GrammarSampler(grammar, 1, 3).sentence(0), "a b c");
}

TEST(GrammarSampler, GivesUpWhenShortSentencesAreTooRare) {
  const Grammar grammar = parse_grammar("S -> a [1] | b b [1000000000]", "g");
  EXPECT_THROW(GrammarSampler(grammar, 1, 1).sentence(0), UsageError);
}

class Shipped : public ::testing::TestWithParam<const char*> {};

TEST_P(Shipped, SamplesAreGrammaticalMostlyDistinctAndHaveTheMeanLength) {
  const Grammar grammar = load_grammar(std::string(LINGAN_SOURCE_DIR "/corpora/") + GetParam());
  const GrammarSampler sampler(grammar, 1);
  std::vector<std::string> sentences;
  double words = 0.0;
  constexpr int kCount = 1000;
  for (int row = 0; row < kCount; ++row) {
    sentences.push_back(sampler.sentence(row));
    words += static_cast<double>(sampler.terminals(row).size());
  }
  EXPECT_NEAR(words / kCount, grammar.mean_length, 0.1 * grammar.mean_length);
  EXPECT_GT(std::set<std::string>(sentences.begin(), sentences.end()).size(), 0.8 * kCount);
  GrammarScorer judge(grammar);
  judge.add(sentences);
  EXPECT_EQ(judge.report().share_grammatical(), 1.0);
  EXPECT_GT(judge.report().rule_coverage(), 0.9);
}

INSTANTIATE_TEST_SUITE_P(Files, Shipped,
                         ::testing::Values("english.grammar", "chinese.grammar",
                                           "arithmetic.grammar"));

}  // namespace
}  // namespace lingan::grammar_sampler_test
