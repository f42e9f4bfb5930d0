/// The discounts of modified Kneser-Ney smoothing.
#pragma once

#include <array>
#include <cstdint>

namespace lingan::metrics {

/// D_0 = 0, D_1, D_2 and D_3+: what a count of 0, 1, 2, and of 3 and more is lowered by.
using Discounts = std::array<float, 4>;

/// How many n-grams of an order have the adjusted count 1, 2, 3 and 4, at [1] to [4].
using CountsOfCounts = std::array<uint64_t, 5>;

/// What lmplz --discount_fallback takes where there are no discounts.
constexpr Discounts kFallbackDiscounts = {0, 0.5F, 1, 1.5F};

/// D_j = j - (j + 1) Y n_{j+1} / n_j with Y = n_1 / (n_1 + 2 n_2), Chen and Goodman 1998, equation
/// (26), in single precision as KenLM.
/// @param order  of the n-grams, for messages.
/// @throws InputError naming `discount_fallback` if n_1, n_2 or n_3 is 0 or D_j is not in 0..j:
/// there is too little text, or it repeats itself.
Discounts estimate_discounts(const CountsOfCounts& counts, int order);

/// The discount of a count.
inline float discount_of(const Discounts& discounts, uint32_t count) {
  return discounts[count < 3 ? count : 3];
}

}  // namespace lingan::metrics
