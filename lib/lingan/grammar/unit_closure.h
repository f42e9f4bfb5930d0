/// Sums over chains of unit rules: U + U^2 + U^3 + ... of a sparse nonnegative matrix.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include <lingan/grammar/scaled_double.h>

namespace lingan {

/// The closure of a matrix whose spectral radius is below 1, by Kleene's elimination: exact up to
/// rounding, also for cycles. Nothing is subtracted but from 1 on the diagonal.
/// Source: Stolcke 1995, "An efficient probabilistic context-free parsing algorithm", sec. 4.5 (the
/// matrix); Kleene 1956 (the elimination).
class UnitClosure {
 public:
  explicit UnitClosure(int32_t symbols) : rows_(symbols), parents_(symbols) {}

  /// Adds weight to U[parent, child].
  void add(int32_t parent, int32_t child, ScaledDouble weight);
  /// Replaces U by U + U^2 + ...
  void close();
  /// The rows with a nonzero in column `child`.
  std::span<const int32_t> parents(int32_t child) const { return parents_[child]; }
  ScaledDouble weight(int32_t parent, int32_t child) const { return rows_[parent].at(child); }

 private:
  void eliminate(int32_t pivot);

  std::vector<std::unordered_map<int32_t, ScaledDouble>> rows_;
  std::vector<std::vector<int32_t>> parents_;
};

}  // namespace lingan
