#include <lingan/grammar/grammar_check.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/grammar/small_grammars.h"

namespace lingan::grammar_check_test {
namespace {

using testing::probabilities_of_texts;
using testing::small_grammars;

bool is_refused(const std::string& text) {
  try {
    parse_grammar(text, "g");
    return false;
  } catch (const InputError&) {
    return true;
  }
}

TEST(GrammarCheck, KnowsTheShortestTextOfEveryNonterminal) {
  const Grammar grammar =
      parse_grammar("S -> A B S | C [9]\nA -> a A | a a\nB -> \"\" | b\nC -> A B A", "g");
  EXPECT_EQ(shortest_lengths(grammar), (std::vector<int64_t>{4, 2, 0, 4}));
}

TEST(GrammarCheck, AgreesWithTheTextsOfSmallGrammars) {
  for (const auto& small : small_grammars()) {
    const Grammar grammar = parse_grammar(small.text, "g");
    int64_t shortest = INT64_MAX;
    double below = 0.0, mass = 0.0;
    for (const auto& [text, probability] : probabilities_of_texts(grammar, small.words)) {
      const auto length = std::count(text.begin(), text.end(), ' ');
      shortest = std::min<int64_t>(shortest, length);
      below += probability * static_cast<double>(length);
      mass += probability;
    }
    EXPECT_EQ(shortest_lengths(grammar)[grammar.start], shortest) << small.name;
    // All other texts are longer than those that were counted.
    EXPECT_GE(grammar.mean_length, below + (1 - mass) * static_cast<double>(small.words) - 1e-9);
  }
}

TEST(GrammarCheck, MeasuresTheMeanLengthOfAFiniteLanguage) {
  const Grammar grammar = parse_grammar(small_grammars().front().text, "g");
  double mean = 0.0;
  for (const auto& [text, probability] : probabilities_of_texts(grammar, 5)) {
    mean += probability * static_cast<double>(std::count(text.begin(), text.end(), ' '));
  }
  EXPECT_NEAR(grammar.mean_length, mean, 1e-12);
}

/// S -> S S [p] | x takes 1 / (1 - 2 p) steps on average, and diverges from p = 1/2 on.
TEST(GrammarCheck, RefusesGrammarsWhoseMeanLengthIsOutOfReach) {
  EXPECT_FALSE(is_refused("S -> S S [4999] | x [5001]"));   // 5,000 steps
  EXPECT_TRUE(is_refused("S -> S S [49999] | x [50001]"));  // 50,000
  EXPECT_TRUE(is_refused("S -> S S [1] | x [1]"));
  EXPECT_TRUE(is_refused("S -> A x [1] | x [1]\nA -> S S [1] | \"\" [1]\nB -> x"));
  EXPECT_FALSE(is_refused("S -> A A [1] | x [2]\nA -> S [1] | x [1]"));  // 2/3 * 1/2 children
  EXPECT_TRUE(is_refused("S -> A A [3] | x [1]\nA -> S [3] | x [1]"));   // 3/2 * 3/4
}

TEST(GrammarCheck, SurvivesLengthsThatDoubleSixtyTimes) {
  std::string text = "S -> A0 [1] | x [1000000000]\n";
  for (int i = 0; i < 60; ++i) {
    const std::string next = "A" + std::to_string(i + 1);
    text += "A" + std::to_string(i) + " -> " + next + " " + next + " | x [1000000000]\n";
  }
  text += "A60 -> x\n";
  EXPECT_FALSE(is_refused(text));
}

}  // namespace
}  // namespace lingan::grammar_check_test
