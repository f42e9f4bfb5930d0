/// A grammar in the form that chart parsers work on: rules of two symbols, with empty and unit
/// rules folded into exact weights.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include <lingan/grammar/grammar.h>
#include <lingan/grammar/scaled_double.h>

namespace lingan {

/// parent -> left right, where both parts derive at least one terminal.
struct BinaryRule {
  int32_t parent = 0;
  int32_t left = 0;
  int32_t right = 0;
  double probability = 1.0;
  int32_t source = -1;  ///< the grammar's rule, -1 for the tail of a long rule
};

/// parent -> child, or parent -> child and a sibling that derives the empty text.
struct UnitRule {
  int32_t parent = 0;
  int32_t child = 0;
  double probability = 1.0;
  int32_t source = -1;
  int32_t empty_sibling = -1;  ///< the sibling, -1 if there is none
};

/// Symbols are numbered nonterminals, then terminals, then tails of long rules
/// (A -> X Y Z becomes A -> X <Y Z>). Immutable.
class BinaryGrammar {
 public:
  explicit BinaryGrammar(const Grammar& grammar);

  int32_t symbols() const { return symbols_; }
  int32_t start() const { return start_; }
  /// The symbol of an index into Grammar::terminals.
  int32_t terminal(int32_t index) const { return nonterminals_ + index; }

  /// The binary rules whose left part is `symbol`.
  std::span<const BinaryRule> with_left(int32_t symbol) const {
    return {binary_.data() + first_[symbol], binary_.data() + first_[symbol + 1]};
  }
  /// The unit rules whose child is `symbol`.
  std::span<const UnitRule> with_child(int32_t symbol) const {
    return {units_.data() + first_unit_[symbol], units_.data() + first_unit_[symbol + 1]};
  }
  std::span<const BinaryRule> binary() const { return binary_; }
  std::span<const UnitRule> plain_units() const { return plain_units_; }
  /// Rules A -> empty, as (A, rule of the grammar).
  std::span<const std::pair<int32_t, int32_t>> empty_rules() const { return empty_rules_; }

  /// The probability that a symbol derives the empty text.
  ScaledDouble empty(int32_t symbol) const { return empty_[symbol]; }

  /// All (A, w): w is the summed probability of the chains of unit rules from A down to `symbol`,
  /// the chain of length 0 included.
  std::span<const std::pair<int32_t, ScaledDouble>> ancestors(int32_t symbol) const {
    return {ancestors_.data() + first_ancestor_[symbol],
            ancestors_.data() + first_ancestor_[symbol + 1]};
  }

 private:
  void split_rules(const Grammar& grammar);
  void find_empty(const Grammar& grammar);
  void index_rules();
  void close_units();

  int32_t nonterminals_ = 0;
  int32_t symbols_ = 0;
  int32_t start_ = 0;
  std::vector<BinaryRule> binary_;     ///< ordered by left part
  std::vector<UnitRule> plain_units_;  ///< A -> B as the grammar has them
  std::vector<UnitRule> units_;        ///< those and the ones with an empty sibling, by child
  std::vector<int32_t> first_;         ///< [symbols + 1]
  std::vector<int32_t> first_unit_;    ///< [symbols + 1]
  std::vector<std::pair<int32_t, int32_t>> empty_rules_;
  std::vector<ScaledDouble> empty_;  ///< [symbols]
  std::vector<std::pair<int32_t, ScaledDouble>> ancestors_;
  std::vector<int32_t> first_ancestor_;  ///< [symbols + 1]
};

}  // namespace lingan
