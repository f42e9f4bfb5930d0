#include <lingan/grammar/viterbi_parser.h>

#include <cmath>
#include <limits>
#include <map>
#include <sstream>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/grammar/grammar_sampler.h>
#include <lingan/grammar/inside_algorithm.h>

#include "tests/grammar/small_grammars.h"

namespace lingan::viterbi_parser_test {
namespace {

using testing::best_derivations_of_texts;
using testing::small_grammars;
using testing::SmallGrammar;

/// What is left of each symbol when, beginning with the start symbol, every rule takes its left
/// side away and adds its right side.
std::map<std::string, int> balance(const Grammar& grammar, const std::vector<int32_t>& rules) {
  std::map<std::string, int> left{{grammar.nonterminals[grammar.start], 1}};
  for (const int32_t rule : rules) {
    --left[grammar.nonterminals[grammar.rules[rule].left]];
    for (const GrammarSymbol& symbol : grammar.rules[rule].right) {
      ++left[symbol.terminal ? grammar.terminals[symbol.index]
                             : grammar.nonterminals[symbol.index]];
    }
  }
  std::erase_if(left, [](const auto& entry) { return entry.second == 0; });
  return left;
}

std::map<std::string, int> words_of(const std::string& text) {
  std::map<std::string, int> words;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) ++words[word];
  return words;
}

class ViterbiCases : public ::testing::TestWithParam<SmallGrammar> {};
INSTANTIATE_TEST_SUITE_P(Grammars, ViterbiCases, ::testing::ValuesIn(small_grammars()),
                         [](const auto& info) { return info.param.name; });

TEST_P(ViterbiCases, FindsTheBestOfAllDerivations) {
  const Grammar grammar = parse_grammar(GetParam().text, "g");
  const ViterbiParser parser(grammar);
  const auto texts = best_derivations_of_texts(grammar, GetParam().words);
  EXPECT_GT(texts.size(), 5U);
  for (const auto& [text, probability] : texts) {
    EXPECT_NEAR(parser.parse(text).log_probability, std::log(probability), 1e-9) << text;
  }
}

TEST_P(ViterbiCases, GivesRulesThatLeaveTheWordsOfTheText) {
  const Grammar grammar = parse_grammar(GetParam().text, "g");
  const ViterbiParser parser(grammar);
  for (const auto& [text, probability] : best_derivations_of_texts(grammar, GetParam().words)) {
    const Derivation best = parser.parse(text);
    double product = 0.0;
    for (const int32_t rule : best.rules) product += std::log(grammar.rules[rule].probability);
    EXPECT_NEAR(best.log_probability, product, 1e-9) << text;
    EXPECT_EQ(balance(grammar, best.rules), words_of(text));
  }
}

TEST(Viterbi, PicksTheMoreProbableOfTwoReadings) {
  const Grammar grammar = parse_grammar("S -> A [2] | B [3]\nA -> x\nB -> x [1] | y [1]", "g");
  const Derivation best = ViterbiParser(grammar).parse("x");
  EXPECT_NEAR(best.log_probability, std::log(0.4), 1e-15);
  EXPECT_EQ(best.rules, (std::vector<int32_t>{0, 2}));
}

TEST(Viterbi, IsTheOnlyDerivationOfArithmetic) {
  const Grammar grammar = load_grammar(LINGAN_SOURCE_DIR "/corpora/arithmetic.grammar");
  const InsideScorer scorer(grammar);
  const ViterbiParser parser(grammar);
  const GrammarSampler sampler(grammar, 3, 40);
  for (uint64_t row = 0; row < 100; ++row) {
    const std::string text = sampler.sentence(row);
    EXPECT_NEAR(parser.parse(text).log_probability, scorer.log_probability(text), 1e-9) << text;
  }
}

TEST(Viterbi, FindsNoDerivationOfWhatTheGrammarCannotDerive) {
  const Grammar grammar = parse_grammar("S -> a b | a a b", "g");
  for (const char* text : {"", " ", "a", "b a", "a b b", "a c", "ab", "a \xFF"}) {
    const Derivation none = ViterbiParser(grammar).parse(text);
    EXPECT_EQ(none.log_probability, -std::numeric_limits<double>::infinity()) << text;
    EXPECT_TRUE(none.rules.empty()) << text;
  }
}

TEST(Viterbi, TakesTheBestSegmentationOfTouchingWords) {
  const Grammar grammar =
      parse_grammar("%join \"\"\nS -> W | W W\nW -> a [1] | aa [8] | b [1]", "g");
  const Derivation best = ViterbiParser(grammar).parse("aa");
  EXPECT_NEAR(best.log_probability, std::log(0.5 * 0.8), 1e-14);  // not W W, 0.5 * 0.1 * 0.1
  EXPECT_EQ(best.rules, (std::vector<int32_t>{0, 3}));
}

}  // namespace
}  // namespace lingan::viterbi_parser_test
