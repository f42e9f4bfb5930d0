/// Holm's correction of p-values for many comparisons.
#pragma once

#include <span>
#include <vector>

namespace lingan::metrics {

/// Holm 1979, "A simple sequentially rejective multiple test procedure": the i-th smallest of m
/// p-values times m - i + 1, never less than a smaller one's, at most 1. To reject those at most
/// alpha keeps the chance of any false rejection at most alpha.
/// @return [p.size()], in the order of p.
std::vector<double> holm_adjusted(std::span<const double> p);

}  // namespace lingan::metrics
