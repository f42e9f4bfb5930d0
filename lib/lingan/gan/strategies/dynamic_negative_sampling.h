/// The options of the strategy `dynamic-negative-sampling`.
#pragma once

#include <cstdint>

namespace lingan {

/// `[strategy.dynamic-negative-sampling]`; dynamic_negative_sampling_card.cc has the ranges.
struct DynamicNegativeOptions {
  int64_t candidates = 5;  ///< K, drawn for each pair, of which the highest-scored is the negative;
                           ///< 1: any item, as in BPR
  double l2 = 0.01;        ///< weight of half the squares of the vectors and biases in a pair
};

}  // namespace lingan
