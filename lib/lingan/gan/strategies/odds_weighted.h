/// The options of the strategy `odds-weighted`.
#pragma once

#include <cstdint>

namespace lingan {

/// `[strategy.odds-weighted]`; odds_weighted_card.cc has the ranges.
struct OddsWeightedOptions {
  int64_t pool = 20000;          ///< sentences that the start writes and D weighs
  int64_t pool_every = 0;        ///< steps of G from one pool to the next; 0: there is one
  double anchor = 1.0;           ///< weight of the cross-entropy to the start
  bool shuffle_weights = false;  ///< the control: sentences get each other's weights
};

}  // namespace lingan
