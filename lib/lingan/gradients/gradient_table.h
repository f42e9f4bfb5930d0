/// Spaces that can be enumerated: all sequences of a tabular policy, with their rewards.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <lingan/gradients/relaxed_function.h>

namespace lingan::gradients {

/// Maximum of sequences of a table.
inline constexpr int64_t kMaximumSequences = 1'000'000;

/// What a table is made of.
struct TableContent {
  int64_t vocabulary = 2;       ///< V, >= 2
  int64_t length = 1;           ///< T, >= 1, with V^T <= kMaximumSequences
  bool shared = false;          ///< one row of logits stands at every prefix
  std::vector<double> logits;   ///< [rows, V], finite; the rows are prefixes, see GradientTable
  std::vector<double> rewards;  ///< [V^T], finite, the sequences in order; empty with a function
  std::optional<RelaxedFunction> function = {};  ///< gives the rewards of one-hot vectors; T = 1
};

/// A policy with logits of its own for each prefix, or one row for all, and every sequence's
/// reward.
///
/// Prefixes are numbered breadth-first: the empty one is 0, then those of one token in their order,
/// and so on; after the prefixes of T - 1 tokens come the whole sequences. The child of prefix i by
/// token a is V i + 1 + a.
class GradientTable {
 public:
  /// @throws UsageError if the content does not have the sizes and ranges above.
  explicit GradientTable(TableContent content);

  int64_t vocabulary() const { return content_.vocabulary; }
  int64_t length() const { return content_.length; }
  bool shared() const { return content_.shared; }
  const std::optional<RelaxedFunction>& function() const { return content_.function; }
  std::span<const double> logits() const { return content_.logits; }
  std::span<const double> rewards() const { return content_.rewards; }
  int64_t sequences() const { return static_cast<int64_t>(content_.rewards.size()); }
  int64_t rows() const { return shared() ? 1 : prefixes(); }
  /// Prefixes shorter than T.
  int64_t prefixes() const { return prefixes_; }

  /// The row of logits at a prefix.
  int64_t row_of(int64_t prefix) const { return shared() ? 0 : prefix; }
  /// The policy at a prefix, softmax of its logits, [V].
  std::span<const double> policy(int64_t prefix) const;

  /// Of a prefix or a sequence: its probability, the mean of the rewards of the sequences that
  /// begin with it, and their variance.
  double probability(int64_t prefix) const { return probabilities_[static_cast<size_t>(prefix)]; }
  double value(int64_t prefix) const { return values_[static_cast<size_t>(prefix)]; }
  double variance(int64_t prefix) const { return variances_[static_cast<size_t>(prefix)]; }
  /// What a token after a prefix is worth more than the prefix: Q - V.
  double advantage(int64_t prefix, int64_t token) const {
    return value(child(prefix, token)) - value(prefix);
  }

  /// The reward of the sequence that takes the likeliest token, the first of equals, at each step.
  double greedy_reward() const;

  /// Ids joined by a space: how messages and reports call a prefix.
  std::string name_of(int64_t prefix) const;

 private:
  int64_t child(int64_t prefix, int64_t token) const { return vocabulary() * prefix + 1 + token; }
  void fill_policy();
  void fill_values();

  TableContent content_;
  int64_t prefixes_ = 0;
  std::vector<double> policy_;         // [rows, V]
  std::vector<double> probabilities_;  // [prefixes and sequences]
  std::vector<double> values_;
  std::vector<double> variances_;
};

/// What GradientTable::name_of() gives of sequences of any length, which are numbered by length,
/// then by their ids.
std::string name_of_prefix(int64_t prefix, int64_t vocabulary);

/// V^T, or nothing if it is above kMaximumSequences.
/// @param vocabulary  >= 2; @param length  >= 1.
std::optional<int64_t> sequences_of(int64_t vocabulary, int64_t length);

/// A sequence during a walk over all of them.
struct Sequence {
  std::vector<int64_t> tokens;    ///< [T]
  std::vector<int64_t> prefixes;  ///< [T + 1]: what stands before each token; last the sequence
  double probability = 0.0;
  double reward = 0.0;
};

/// Calls visit for every sequence of positive probability, in their order.
void for_each_sequence(const GradientTable& table,
                       const std::function<void(const Sequence&)>& visit);

}  // namespace lingan::gradients
