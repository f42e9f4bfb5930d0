#include <lingan/grammar/binary_grammar.h>

#include <algorithm>
#include <cmath>
#include <map>

#include <lingan/grammar/unit_closure.h>

namespace lingan {
namespace {

/// Positions at which each key begins in rules that are ordered by key, [keys + 1].
template <typename Rules, typename Key>
std::vector<int32_t> first_of(const Rules& rules, int32_t keys, Key key) {
  std::vector<int32_t> first(keys + 1, 0);
  for (const auto& rule : rules) ++first[key(rule) + 1];
  for (int32_t i = 0; i < keys; ++i) first[i + 1] += first[i];
  return first;
}

}  // namespace

BinaryGrammar::BinaryGrammar(const Grammar& grammar)
    : nonterminals_(static_cast<int32_t>(grammar.nonterminals.size())),
      symbols_(nonterminals_ + static_cast<int32_t>(grammar.terminals.size())),
      start_(grammar.start) {
  split_rules(grammar);
  find_empty(grammar);
  index_rules();
  close_units();
}

void BinaryGrammar::split_rules(const Grammar& grammar) {
  const auto symbol = [&](GrammarSymbol s) { return s.terminal ? terminal(s.index) : s.index; };
  std::map<std::pair<int32_t, int32_t>, int32_t> tails;  // equal tails are one symbol
  for (size_t source = 0; source < grammar.rules.size(); ++source) {
    const GrammarRule& rule = grammar.rules[source];
    const auto index = static_cast<int32_t>(source);
    const size_t size = rule.right.size();
    if (size == 0) {
      empty_rules_.emplace_back(rule.left, index);
      continue;
    }
    int32_t tail = symbol(rule.right[size - 1]);
    if (size == 1) {
      plain_units_.push_back({.parent = rule.left,
                              .child = tail,
                              .probability = rule.probability,
                              .source = index,
                              .empty_sibling = -1});
      continue;
    }
    for (size_t i = size - 2; i > 0; --i) {
      const std::pair<int32_t, int32_t> parts{symbol(rule.right[i]), tail};
      const auto [entry, added] = tails.try_emplace(parts, symbols_);
      if (added) {
        binary_.push_back({.parent = symbols_++,
                           .left = parts.first,
                           .right = parts.second,
                           .probability = 1.0,
                           .source = -1});
      }
      tail = entry->second;
    }
    binary_.push_back({.parent = rule.left,
                       .left = symbol(rule.right[0]),
                       .right = tail,
                       .probability = rule.probability,
                       .source = index});
  }
}

/// The least fixed point of e[A] = sum over rules of p * product of e of the right side. Its
/// derivative at the fixed point is below the spectral radius of the means, which is below 1.
void BinaryGrammar::find_empty(const Grammar& grammar) {
  empty_.assign(symbols_, {});
  std::vector<ScaledDouble> next(symbols_);
  for (bool changed = !empty_rules_.empty(); changed;) {
    std::fill(next.begin(), next.end(), ScaledDouble());
    for (const auto& [left, source] : empty_rules_) {
      next[left] += ScaledDouble(grammar.rules[source].probability);
    }
    for (const UnitRule& rule : plain_units_) {
      next[rule.parent] += ScaledDouble(rule.probability) * empty_[rule.child];
    }
    for (const BinaryRule& rule : binary_) {
      next[rule.parent] += ScaledDouble(rule.probability) * empty_[rule.left] * empty_[rule.right];
    }
    changed = false;
    for (int32_t s = 0; s < symbols_; ++s) {
      // The sequence rises; what it gains below this is rounding.
      const double log = next[s].log();
      changed = changed ||
                (!next[s].zero() && log - empty_[s].log() > 1e-15 * std::max(1.0, std::abs(log)));
    }
    empty_.swap(next);
  }
}

void BinaryGrammar::index_rules() {
  units_ = plain_units_;
  for (const BinaryRule& rule : binary_) {
    if (!empty_[rule.right].zero()) {
      units_.push_back({.parent = rule.parent,
                        .child = rule.left,
                        .probability = rule.probability,
                        .source = rule.source,
                        .empty_sibling = rule.right});
    }
    if (!empty_[rule.left].zero()) {
      units_.push_back({.parent = rule.parent,
                        .child = rule.right,
                        .probability = rule.probability,
                        .source = rule.source,
                        .empty_sibling = rule.left});
    }
  }
  std::ranges::stable_sort(units_, {}, &UnitRule::child);
  std::ranges::stable_sort(binary_, {}, &BinaryRule::left);
  first_ = first_of(binary_, symbols_, [](const BinaryRule& rule) { return rule.left; });
  first_unit_ = first_of(units_, symbols_, [](const UnitRule& rule) { return rule.child; });
}

void BinaryGrammar::close_units() {
  UnitClosure closure(symbols_);
  for (const UnitRule& rule : units_) {
    ScaledDouble weight(rule.probability);
    if (rule.empty_sibling >= 0) weight = weight * empty_[rule.empty_sibling];
    closure.add(rule.parent, rule.child, weight);
  }
  closure.close();
  for (int32_t child = 0; child < symbols_; ++child) {
    first_ancestor_.push_back(static_cast<int32_t>(ancestors_.size()));
    ScaledDouble self(1.0);
    for (const int32_t parent : closure.parents(child)) {
      if (parent == child) {
        self += closure.weight(parent, child);
      } else {
        ancestors_.emplace_back(parent, closure.weight(parent, child));
      }
    }
    ancestors_.emplace_back(child, self);
  }
  first_ancestor_.push_back(static_cast<int32_t>(ancestors_.size()));
}

}  // namespace lingan
