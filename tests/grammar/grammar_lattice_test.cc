#include <lingan/grammar/grammar_lattice.h>

#include <gtest/gtest.h>

#include <map>

namespace lingan::grammar_lattice_test {
namespace {

/// How many ways there are to write a text as terminals.
int64_t segmentations(const Grammar& grammar, const std::string& text) {
  if (text.empty()) return 1;
  int64_t ways = 0;
  for (const std::string& terminal : grammar.terminals) {
    if (text.starts_with(terminal)) ways += segmentations(grammar, text.substr(terminal.size()));
  }
  return ways;
}

/// How many paths lead from the first node to the last, edge by edge in order.
int64_t paths(const Lattice& lattice) {
  if (lattice.nodes == 0) return 0;
  std::vector<int64_t> ways(static_cast<size_t>(lattice.nodes));
  ways[0] = 1;
  for (const LatticeEdge& edge : lattice.edges) ways[edge.to] += ways[edge.from];
  return ways.back();
}

std::vector<std::string> words(const Grammar& grammar, const Lattice& lattice) {
  std::vector<std::string> words;
  for (const LatticeEdge& edge : lattice.edges) words.push_back(grammar.terminals[edge.terminal]);
  return words;
}

TEST(GrammarLattice, HoldsEverySegmentationOfTouchingWords) {
  const Grammar grammar = parse_grammar("%join \"\"\nS -> a | aa | ab | b | aba | ba c", "g");
  const TerminalMatcher matcher(grammar);
  std::vector<std::string> texts = {""};
  for (size_t i = 0; texts[i].size() < 8; ++i) {
    for (const char letter : {'a', 'b', 'c', 'x'}) {
      if (letter == 'x' && texts[i].size() > 3) continue;
      texts.push_back(texts[i] + letter);
    }
    if (texts.size() > 20000) break;
  }
  for (const std::string& text : texts) {
    ASSERT_EQ(paths(matcher.read(text)), segmentations(grammar, text)) << text;
  }
}

TEST(GrammarLattice, KeepsOnlyWhatLeadsToTheEnd) {
  const Grammar grammar = parse_grammar("%join \"\"\nS -> a | ab | bc | abcd", "g");
  const Lattice lattice = TerminalMatcher(grammar).read("abc");
  EXPECT_EQ(lattice.nodes, 3);  // ab leads nowhere
  EXPECT_EQ(words(grammar, lattice), (std::vector<std::string>{"a", "bc"}));
  EXPECT_EQ(TerminalMatcher(grammar).read("abcab").nodes, 4);
  EXPECT_EQ(TerminalMatcher(grammar).read("abx").nodes, 0);
}

TEST(GrammarLattice, IsAChainOfTheWordsBetweenWhiteSpace) {
  const Grammar grammar = parse_grammar("S -> a | ab | \"|\"", "g");
  const TerminalMatcher matcher(grammar);
  const Lattice lattice = matcher.read("\t ab  a\r\n| ");
  EXPECT_EQ(lattice.nodes, 4);
  EXPECT_EQ(words(grammar, lattice), (std::vector<std::string>{"ab", "a", "|"}));
  for (int32_t i = 0; i < 3; ++i) {
    EXPECT_EQ(lattice.edges[i].from, i);
    EXPECT_EQ(lattice.edges[i].to, i + 1);
  }
  EXPECT_EQ(matcher.read("a b").nodes, 0);
  EXPECT_EQ(matcher.read(" ").nodes, 1);
  EXPECT_EQ(matcher.read("").nodes, 1);
}

}  // namespace
}  // namespace lingan::grammar_lattice_test
