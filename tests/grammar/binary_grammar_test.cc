#include <lingan/grammar/binary_grammar.h>

#include <cmath>

#include <gtest/gtest.h>

#include "tests/grammar/small_grammars.h"

namespace lingan::binary_grammar_test {
namespace {

using testing::small_grammars;

int32_t symbol(const Grammar& grammar, const std::string& name) {
  int32_t index = 0;
  while (grammar.nonterminals[index] != name) ++index;
  return index;
}

double ancestor(const BinaryGrammar& binary, int32_t parent, int32_t child) {
  for (const auto& [symbol, weight] : binary.ancestors(child)) {
    if (symbol == parent) return weight.value();
  }
  return 0.0;
}

/// The terminals and nonterminals that a symbol stands for: itself, or a long rule's tail.
std::vector<int32_t> spelled_out(const BinaryGrammar& binary, int32_t symbol, int32_t first_tail) {
  if (symbol < first_tail) return {symbol};
  for (const BinaryRule& rule : binary.binary()) {
    if (rule.parent != symbol) continue;
    auto left = spelled_out(binary, rule.left, first_tail);
    const auto right = spelled_out(binary, rule.right, first_tail);
    left.insert(left.end(), right.begin(), right.end());
    return left;
  }
  return {};
}

TEST(BinaryGrammar, HasEveryRuleOfTheGrammarOnce) {
  for (const auto& small : small_grammars()) {
    const Grammar grammar = parse_grammar(small.text, "g");
    const BinaryGrammar binary(grammar);
    const auto first_tail =
        static_cast<int32_t>(grammar.nonterminals.size() + grammar.terminals.size());
    std::vector<int> seen(grammar.rules.size());
    const auto expect_rule = [&](int32_t source, int32_t parent,
                                 const std::vector<int32_t>& right) {
      const GrammarRule& rule = grammar.rules[source];
      ++seen[source];
      EXPECT_EQ(parent, rule.left);
      ASSERT_EQ(right.size(), rule.right.size());
      for (size_t i = 0; i < right.size(); ++i) {
        const GrammarSymbol part = rule.right[i];
        EXPECT_EQ(right[i], part.terminal ? binary.terminal(part.index) : part.index);
      }
    };
    for (const auto& [parent, source] : binary.empty_rules()) expect_rule(source, parent, {});
    for (const UnitRule& rule : binary.plain_units()) {
      expect_rule(rule.source, rule.parent, {rule.child});
      EXPECT_EQ(rule.probability, grammar.rules[rule.source].probability);
    }
    for (const BinaryRule& rule : binary.binary()) {
      if (rule.source < 0) continue;
      auto right = spelled_out(binary, rule.left, first_tail);
      const auto tail = spelled_out(binary, rule.right, first_tail);
      right.insert(right.end(), tail.begin(), tail.end());
      expect_rule(rule.source, rule.parent, right);
      EXPECT_EQ(rule.probability, grammar.rules[rule.source].probability);
    }
    EXPECT_EQ(seen, std::vector<int>(grammar.rules.size(), 1)) << small.name;
  }
}

TEST(BinaryGrammar, GivesEqualTailsOneSymbol) {
  const Grammar grammar = parse_grammar("S -> a b c | d b c | b c", "g");
  EXPECT_EQ(BinaryGrammar(grammar).symbols(), 1 + 4 + 1);  // S, four words, <b c>
}

TEST(BinaryGrammar, FindsRulesByTheirLeftPartAndUnitsByTheirChild) {
  const Grammar grammar = parse_grammar("S -> A B [3] | A A | A\nA -> a\nB -> b | \"\"", "g");
  const BinaryGrammar binary(grammar);
  const int32_t a = symbol(grammar, "A");
  EXPECT_EQ(binary.with_left(a).size(), 2U);
  EXPECT_EQ(binary.with_left(symbol(grammar, "B")).size(), 0U);
  const auto units = binary.with_child(a);
  ASSERT_EQ(units.size(), 2U);  // S -> A, and S -> A B with an empty B
  EXPECT_EQ(units[0].empty_sibling, -1);
  EXPECT_EQ(units[1].empty_sibling, symbol(grammar, "B"));
  EXPECT_EQ(units[1].probability, 0.6);
}

TEST(BinaryGrammar, SolvesTheProbabilityOfTheEmptyText) {
  // e = 0.2 e^2 + 0.4
  const Grammar grammar = parse_grammar("S -> S S [1] | x [2] | \"\" [2]", "g");
  const BinaryGrammar binary(grammar);
  EXPECT_NEAR(binary.empty(binary.start()).value(), (1 - std::sqrt(1 - 4 * 0.2 * 0.4)) / 0.4,
              1e-14);
  EXPECT_TRUE(binary.empty(binary.terminal(0)).zero());
  // b = 0.5, a = b^2 / 2, s = 0.25 a b
  const Grammar nested = parse_grammar("S -> A B [1] | x [3]\nA -> B B | x\nB -> \"\" | x", "g");
  const BinaryGrammar other(nested);
  EXPECT_NEAR(other.empty(symbol(nested, "S")).value(), 0.25 * 0.125 * 0.5, 1e-16);
}

TEST(BinaryGrammar, SumsOverAllChainsOfUnitRules) {
  // A -> B [1/3], B -> A [1/2]: a cycle of weight 1/6.
  const Grammar grammar = parse_grammar("S -> A x\nA -> B [1] | a [2]\nB -> A [1] | b [1]", "g");
  const BinaryGrammar binary(grammar);
  const int32_t a = symbol(grammar, "A"), b = symbol(grammar, "B"), s = symbol(grammar, "S");
  EXPECT_NEAR(ancestor(binary, a, a), 6.0 / 5, 1e-15);
  EXPECT_NEAR(ancestor(binary, a, b), 6.0 / 5 / 3, 1e-15);
  EXPECT_NEAR(ancestor(binary, b, a), 6.0 / 5 / 2, 1e-15);
  EXPECT_EQ(ancestor(binary, s, a), 0.0);
  EXPECT_EQ(ancestor(binary, s, s), 1.0);
  EXPECT_NEAR(ancestor(binary, a, binary.terminal(1)), 6.0 / 5 * 2 / 3, 1e-15);
}

}  // namespace
}  // namespace lingan::binary_grammar_test
