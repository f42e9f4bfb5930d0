#include <gtest/gtest.h>
#include <lingan/metrics/memory/suffix_automaton.h>

#include <set>

#include "tests/metrics/words.h"

namespace lingan::metrics::suffix_automaton_test {
namespace {

using lingan::testing::random_sentences;
using Tokens = std::vector<int32_t>;

std::set<Tokens> substrings(const SentenceList& sentences) {
  std::set<Tokens> all;
  for (int64_t i = 0; i < sentences.size(); ++i) {
    const auto sentence = sentences[i];
    for (size_t begin = 0; begin < sentence.size(); ++begin) {
      for (size_t end = begin + 1; end <= sentence.size(); ++end) {
        all.emplace(sentence.begin() + begin, sentence.begin() + end);
      }
    }
  }
  return all;
}

// Every walk from a state on, with the tokens that lead there.
void walk(const SuffixAutomaton& automaton, int32_t state, Tokens& tokens, int32_t vocabulary,
          std::set<Tokens>& walks) {
  for (int32_t token = 0; token < vocabulary; ++token) {
    const int32_t next = automaton.next(state, token);
    if (next == SuffixAutomaton::kNone) continue;
    tokens.push_back(token);
    EXPECT_GE(automaton.states()[next].length, static_cast<int32_t>(tokens.size()));
    EXPECT_TRUE(walks.insert(tokens).second);
    walk(automaton, next, tokens, vocabulary, walks);
    tokens.pop_back();
  }
}

TEST(SuffixAutomaton, HasTheSubstringsOfTheSentencesAsItsWalks) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const int32_t vocabulary = 1 + static_cast<int32_t>(seed % 4);
    const SentenceList sentences = random_sentences(seed, 12, vocabulary);
    const SuffixAutomaton automaton(sentences);
    std::set<Tokens> walks;
    Tokens tokens;
    walk(automaton, SuffixAutomaton::kRoot, tokens, vocabulary, walks);
    EXPECT_EQ(walks, substrings(sentences)) << seed;
  }
}

TEST(SuffixAutomaton, GrowsLinearly) {
  const SentenceList sentences = random_sentences(7, 5000, 3);
  const SuffixAutomaton automaton(sentences);
  EXPECT_LE(automaton.states().size(), 2 * sentences.ids.size());
}

TEST(SuffixAutomaton, LinksToShorterStates) {
  const SuffixAutomaton automaton(random_sentences(8, 100, 3));
  const auto states = automaton.states();
  for (size_t i = 1; i < states.size(); ++i) {
    EXPECT_LT(states[states[i].link].length, states[i].length);
  }
}

}  // namespace
}  // namespace lingan::metrics::suffix_automaton_test
