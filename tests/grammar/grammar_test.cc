// The grammar file format: what it means and what it refuses.
#include <lingan/grammar/grammar.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::grammar_test {
namespace {

std::string refusal(const std::string& text) {
  return testing::refusal<InputError>([&] { parse_grammar(text, "g"); });
}

TEST(Grammar, ReadsRulesWeightsCommentsAndDirectives) {
  const Grammar grammar = parse_grammar(
      "\xEF\xBB\xBF# comment\r\n%join \"\"\n%start Top\n\nWord -> a [3] | \"|\" b # end\n"
      "  | \"\" [0.5]\nTop -> Word Word\n",
      "g");
  EXPECT_EQ(grammar.join, "");
  EXPECT_EQ(grammar.nonterminals[grammar.start], "Top");
  EXPECT_EQ(grammar.terminals, (std::vector<std::string>{"a", "|", "b"}));
  ASSERT_EQ(grammar.rules.size(), 4u);
  EXPECT_NEAR(grammar.mean_length, 2 * (3.0 + 2.0) / 4.5, 1e-12);
  double sum = 0.0;
  for (const GrammarRule& rule : grammar.rules) sum += rule.probability;
  EXPECT_NEAR(sum, 2.0, 1e-15);
}

TEST(Grammar, StartsWithTheFirstRuleByDefault) {
  const Grammar grammar = parse_grammar("S -> A A\nA -> x\n", "g");
  EXPECT_EQ(grammar.nonterminals[grammar.start], "S");
  EXPECT_EQ(grammar.join, " ");
  EXPECT_DOUBLE_EQ(grammar.mean_length, 2.0);
}

TEST(Grammar, MeanLengthOfARecursionIsTheSeriesSum) {
  // L = 0.4 * (2 L) + 0.6 * 1
  EXPECT_NEAR(parse_grammar("S -> S S [2] | x [3]\n", "g").mean_length, 3.0, 1e-9);
}

struct Refusal {
  const char* text;
  const char* message;
};

class GrammarRefusal : public ::testing::TestWithParam<Refusal> {};

TEST_P(GrammarRefusal, NamesThePlaceAndTheRepair) {
  EXPECT_EQ(refusal(GetParam().text), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Table, GrammarRefusal,
    ::testing::Values(
        Refusal{"", "g:1:1: no rule; write at least one NAME -> ..."},
        Refusal{"S -> a [0]", "g:1:8: weight [0]: expected a number from 1e-9 to 1e9"},
        Refusal{"S -> a [-1]", "g:1:8: weight [-1]: expected a number from 1e-9 to 1e9"},
        Refusal{"S -> a [nan]", "g:1:8: weight [nan]: expected a number from 1e-9 to 1e9"},
        Refusal{"S -> a [1e999]", "g:1:8: weight [1e999]: expected a number from 1e-9 to 1e9"},
        Refusal{"S -> a [1",
                "g:1:8: '[' without ']'; write the weight as [3], or quote the "
                "terminal as \"[\""},
        Refusal{"S -> a ]",
                "g:1:8: ']' without '['; write the weight as [3], or quote the "
                "terminal as \"]\""},
        Refusal{"S -> a [1] b", "g:1:8: a weight stands last in its alternative"},
        Refusal{"S -> [1]", "g:1:6: a weight without symbols; write \"\" for the empty text"},
        Refusal{"S -> a | ", "g:1:9: an empty alternative; write \"\" for the empty text"},
        Refusal{"S -> | a", "g:1:6: an empty alternative; write \"\" for the empty text"},
        Refusal{"S ->", "g:1:5: an empty alternative; write \"\" for the empty text"},
        Refusal{"S -> \"a", "g:1:6: the quote is not closed; add a \" on this line"},
        Refusal{"S -> \"a b\"",
                "g:1:6: a terminal holds no white space; write one terminal for "
                "each word"},
        Refusal{"S -> a -> b", "g:1:8: '->' is out of place; quote it if it is a terminal"},
        Refusal{"| a", "g:1:1: '|' before any rule; write NAME -> first"},
        Refusal{"s -> a",
                "g:1:1: expected NAME -> ..., where NAME begins with A-Z; a line that "
                "goes on begins with |"},
        Refusal{"S -> A b",
                "g:1:6: A is not defined; add a line A -> ..., or quote it if it is a "
                "terminal"},
        Refusal{"S -> a\nS -> b",
                "g:2:1: S is already defined in line 1; add alternatives there "
                "with |"},
        Refusal{"S -> a\n  | a [2]",
                "g:2:5: this alternative of S stands there already; add its "
                "weight to the first"},
        Refusal{"S -> a\nB -> b",
                "g:2:1: B cannot be reached from S; use it in a rule or remove "
                "it"},
        Refusal{"S -> a | B\nB -> B b",
                "g:2:1: B derives no finite text; give it an alternative "
                "without recursion"},
        Refusal{"S -> S S | a",
                "g:1:1: a derivation of S takes more than 10000 steps on average, or infinitely "
                "many; lower the weights of its recursive alternatives"},
        Refusal{"S -> S S [3] | a [2]",
                "g:1:1: a derivation of S takes more than 10000 steps on average, or infinitely "
                "many; lower the weights of its recursive alternatives"},
        Refusal{"S -> a S [99999] | a [1]",
                "g:1:1: a derivation of S takes more than 10000 steps on average, or infinitely "
                "many; lower the weights of its recursive alternatives"},
        Refusal{"%join \"-\"\nS -> a",
                "g:1:7: %join takes \" \" (words stand apart) or \"\" (words "
                "touch)"},
        Refusal{"%depth 3\nS -> a", "g:1:1: unknown directive %depth; there are %start and %join"},
        Refusal{"%start\nS -> a", "g:1:1: %start takes one value"},
        Refusal{"%start T\nS -> a",
                "g:1:8: T is not defined; add a line T -> ..., or quote it if "
                "it is a terminal"},
        Refusal{"S -> a\n  b \xFF", "g:2:5: malformed UTF-8; save the file as UTF-8"},
        Refusal{"S -> a\x01", "g:1:7: a control character; remove it"}));

TEST(Grammar, RefusesTooMuchOfAnything) {
  EXPECT_THAT(refusal("S -> " + std::string(70000, 'a')),
              ::testing::StartsWith("g:1:1: a line of"));
  EXPECT_THAT(refusal("S -> " + std::string(300, 'a')),
              ::testing::HasSubstr("a word of 300 bytes"));
  std::string names;
  for (int i = 0; i < 2100; ++i) names += " N" + std::to_string(i);
  EXPECT_THAT(refusal("S ->" + names), ::testing::HasSubstr("more than 2000 nonterminals"));
  std::string rules = "S -> x\n";
  for (int i = 0; i < 50001; ++i) rules += "| w" + std::to_string(i) + "\n";
  EXPECT_THAT(refusal(rules), ::testing::HasSubstr("more than 50000 alternatives"));
}

TEST(Grammar, AChainOfTwoThousandNonterminalsNeedsNoDeepStack) {
  std::string text;
  for (int i = 0; i < 1999; ++i) {
    text += "N" + std::to_string(i) + " -> N" + std::to_string(i + 1) + "\n";
  }
  text += "N1999 -> x\n";
  EXPECT_DOUBLE_EQ(parse_grammar(text, "g").mean_length, 1.0);
}

class ShippedGrammar : public ::testing::TestWithParam<const char*> {};

TEST_P(ShippedGrammar, LoadsAndHasSentencesOfASensibleLength) {
  const Grammar grammar = load_grammar(std::string(LINGAN_SOURCE_DIR "/corpora/") + GetParam());
  EXPECT_GT(grammar.mean_length, 7.0);
  EXPECT_LT(grammar.mean_length, 14.0);
}

INSTANTIATE_TEST_SUITE_P(Files, ShippedGrammar,
                         ::testing::Values("english.grammar", "chinese.grammar",
                                           "arithmetic.grammar"));

}  // namespace
}  // namespace lingan::grammar_test
