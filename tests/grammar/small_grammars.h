/// Small grammars with all that a parser must get right, and their texts string by string: a
/// computation that shares nothing with a chart.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <lingan/grammar/grammar.h>

namespace lingan::testing {

struct SmallGrammar {
  const char* name;
  const char* text;
  size_t words;  ///< texts up to this length are enumerated
  double mass;   ///< at least so much probability lies in them
};

inline const std::vector<SmallGrammar>& small_grammars() {
  static const std::vector<SmallGrammar> grammars = {
      {"Finite", "S -> A B C | A [2]\nA -> a | b [3]\nB -> A A | c\nC -> d | \"\"", 4, 1 - 1e-12},
      {"UnitCycle", "S -> A x [2] | y\nA -> B | a [2]\nB -> A [3] | S x | b [5]", 6, 0.95},
      {"EmptyEverywhere", "S -> A B A [2] | \"\"\nA -> a | \"\" [2]\nB -> S b [1] | \"\" [4] | A",
       5, 0.99},
      {"EmptyMakesUnitCycles", "S -> S S [1] | x [2] | \"\" [2]", 6, 0.95},
      {"Ambiguous", "S -> S op S [1] | n [3] | m [1]", 5, 0.9},
      {"LongRules", "S -> a A b A c [1] | A A A A [1]\nA -> x [3] | y S [1] | \"\"", 5, 0.4}};
  return grammars;
}

using Strings = std::map<std::string, double>;

/// All texts of up to `words` words with the value of their derivations' probabilities under
/// `combine`: the languages of all nonterminals, grown from nothing until they stand still.
template <typename Combine>
Strings enumerate_texts(const Grammar& grammar, size_t words, const Combine& combine) {
  const auto length = [](const std::string& text) {
    return static_cast<size_t>(std::count(text.begin(), text.end(), ' '));
  };
  std::vector<Strings> languages(grammar.nonterminals.size());
  for (double gain = 1.0; gain > 1e-14;) {
    std::vector<Strings> next(languages.size());
    for (const GrammarRule& rule : grammar.rules) {
      Strings texts{{"", rule.probability}};
      for (const GrammarSymbol& symbol : rule.right) {
        const Strings word{{symbol.terminal ? grammar.terminals[symbol.index] + " " : "", 1.0}};
        Strings longer;
        for (const auto& [head, p] : texts) {
          for (const auto& [tail, q] : symbol.terminal ? word : languages[symbol.index]) {
            const std::string text = head + tail;
            if (length(text) <= words) longer[text] = combine(longer[text], p * q);
          }
        }
        texts.swap(longer);
      }
      Strings& language = next[rule.left];
      for (const auto& [text, p] : texts) language[text] = combine(language[text], p);
    }
    gain = 0.0;
    for (size_t left = 0; left < next.size(); ++left) {
      for (const auto& [text, p] : next[left]) gain = std::max(gain, p - languages[left][text]);
    }
    languages.swap(next);
  }
  return languages[grammar.start];
}

/// Summed over all derivations.
inline Strings probabilities_of_texts(const Grammar& grammar, size_t words) {
  return enumerate_texts(grammar, words, [](double one, double other) { return one + other; });
}

/// Of the most probable derivation.
inline Strings best_derivations_of_texts(const Grammar& grammar, size_t words) {
  return enumerate_texts(grammar, words,
                         [](double one, double other) { return std::max(one, other); });
}

}  // namespace lingan::testing
