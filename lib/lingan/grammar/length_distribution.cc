#include <lingan/grammar/length_distribution.h>

#include <cstddef>

#include <lingan/grammar/binary_grammar.h>

namespace lingan {
namespace {

/// P(a symbol derives a text of so many terminals) of every symbol.
using Inside = std::vector<ScaledDouble>;

/// Adds what chains of unit rules above every symbol make of it.
Inside with_ancestors(const BinaryGrammar& rules, const Inside& inside) {
  Inside closed(inside.size());
  for (int32_t symbol = 0; symbol < rules.symbols(); ++symbol) {
    if (inside[symbol].zero()) continue;
    for (const auto& [ancestor, weight] : rules.ancestors(symbol)) {
      closed[ancestor] += weight * inside[symbol];
    }
  }
  return closed;
}

}  // namespace

std::vector<double> length_probabilities(const Grammar& grammar, int32_t longest) {
  const BinaryGrammar rules(grammar);
  std::vector<double> probabilities = {rules.empty(rules.start()).value()};
  std::vector<Inside> inside(
      1);  // of length n; none of 0, which the rules of two symbols leave out
  for (int32_t n = 1; n <= longest; ++n) {
    Inside sums(rules.symbols());
    if (n == 1) {
      for (size_t i = 0; i < grammar.terminals.size(); ++i) {
        sums[rules.terminal(static_cast<int32_t>(i))] = ScaledDouble(1.0);
      }
    }
    for (const BinaryRule& rule : rules.binary()) {
      ScaledDouble sum;
      for (int32_t left = 1; left < n; ++left) {
        sum += inside[left][rule.left] * inside[n - left][rule.right];
      }
      sums[rule.parent] += ScaledDouble(rule.probability) * sum;
    }
    inside.push_back(with_ancestors(rules, sums));
    probabilities.push_back(inside.back()[rules.start()].value());
  }
  return probabilities;
}

}  // namespace lingan
