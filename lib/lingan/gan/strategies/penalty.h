/// The options of the strategy `penalty`.
#pragma once

#include <cstdint>

namespace lingan {

/// `[strategy.penalty]`; penalty_card.cc has the ranges.
struct PenaltyOptions {
  int32_t rollouts = 16;  ///< N completions of each prefix; 0: D on the finished sentence
};

}  // namespace lingan
