#include <lingan/grammar/grammar_check.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace lingan {
namespace {

constexpr int64_t kEndless = std::numeric_limits<int64_t>::max();

/// More rule applications than this per sentence, on average, are refused.
constexpr double kMaxMeanSteps = 1e4;

std::vector<bool> reachable(const Grammar& grammar) {
  std::vector<bool> seen(grammar.nonterminals.size(), false);
  std::vector<int32_t> stack{grammar.start};
  seen[grammar.start] = true;
  while (!stack.empty()) {
    const int32_t left = stack.back();
    stack.pop_back();
    for (int32_t rule = grammar.first_rule[left]; rule < grammar.first_rule[left + 1]; ++rule) {
      for (const GrammarSymbol& symbol : grammar.rules[rule].right) {
        if (symbol.terminal || seen[symbol.index]) continue;
        seen[symbol.index] = true;
        stack.push_back(symbol.index);
      }
    }
  }
  return seen;
}

/// The shortest text of a right side, kEndless if a symbol has none yet.
int64_t right_length(const GrammarRule& rule, const std::vector<int64_t>& shortest) {
  int64_t length = 0;
  for (const GrammarSymbol& symbol : rule.right) {
    const int64_t part = symbol.terminal ? 1 : shortest[symbol.index];
    // Nested doubling may pass any bound; such a text can never be drawn anyway.
    if (part == kEndless || length > kEndless / 4) return kEndless;
    length += part;
  }
  return length;
}

/// One step of x = base + M x: the mean of `base` summed over the nodes of a derivation.
/// Gauss-Seidel: rows see this round's values. Returns the largest relative change.
double relax(const Grammar& grammar, const std::vector<double>& base, std::vector<double>& mean) {
  double change = 0.0;
  for (size_t left = 0; left < mean.size(); ++left) {
    double value = base[left];
    for (int32_t rule = grammar.first_rule[left]; rule < grammar.first_rule[left + 1]; ++rule) {
      for (const GrammarSymbol& symbol : grammar.rules[rule].right) {
        if (!symbol.terminal) value += grammar.rules[rule].probability * mean[symbol.index];
      }
    }
    change = std::max(change, std::abs(value - mean[left]) / std::max(value, 1e-300));
    mean[left] = value;
  }
  return change;
}

/// The mean number of rule applications below each nonterminal, or the nonterminal that diverges.
int32_t diverging(const Grammar& grammar) {
  const std::vector<double> one(grammar.nonterminals.size(), 1.0);
  std::vector<double> mean(grammar.nonterminals.size(), 0.0);
  double change = 1.0;
  while (change > 1e-12) {
    change = relax(grammar, one, mean);
    const auto largest = std::max_element(mean.begin(), mean.end());
    if (*largest > kMaxMeanSteps) return static_cast<int32_t>(largest - mean.begin());
  }
  return -1;
}

double mean_terminals(const Grammar& grammar) {
  std::vector<double> base(grammar.nonterminals.size(), 0.0);
  for (const GrammarRule& rule : grammar.rules) {
    for (const GrammarSymbol& symbol : rule.right) {
      if (symbol.terminal) base[rule.left] += rule.probability;
    }
  }
  std::vector<double> mean(base.size(), 0.0);
  while (relax(grammar, base, mean) > 1e-13) {
  }
  return mean[grammar.start];
}

}  // namespace

std::vector<int64_t> shortest_lengths(const Grammar& grammar) {
  std::vector<int64_t> shortest(grammar.nonterminals.size(), kEndless);
  for (bool changed = true; changed;) {
    changed = false;
    for (const GrammarRule& rule : grammar.rules) {
      const int64_t length = right_length(rule, shortest);
      if (length >= shortest[rule.left]) continue;
      shortest[rule.left] = length;
      changed = true;
    }
  }
  return shortest;
}

void check_grammar(Grammar& grammar, const std::vector<GrammarPlace>& places,
                   const std::string& where) {
  const std::vector<bool> seen = reachable(grammar);
  const std::vector<int64_t> shortest = shortest_lengths(grammar);
  for (size_t left = 0; left < seen.size(); ++left) {
    const std::string& name = grammar.nonterminals[left];
    if (!seen[left]) {
      fail_grammar(where, places[left],
                   name + " cannot be reached from " + grammar.nonterminals[grammar.start] +
                       "; use it in a rule or remove it");
    }
    if (shortest[left] == kEndless) {
      fail_grammar(where, places[left],
                   name + " derives no finite text; give it an alternative without recursion");
    }
  }
  if (const int32_t left = diverging(grammar); left >= 0) {
    fail_grammar(where, places[left],
                 "a derivation of " + grammar.nonterminals[left] +
                     " takes more than 10000 steps on average, or infinitely many; lower the "
                     "weights of its recursive alternatives");
  }
  grammar.mean_length = mean_terminals(grammar);
}

}  // namespace lingan
