/// The options of the strategy `taylor`.
#pragma once

#include <string>

namespace lingan {

/// `[strategy.taylor]`; taylor_card.cc has the ranges.
struct TaylorOptions {
  std::string reward = "objective";  ///< a name in rewards()
  double log_ratio_bound = 2.5;      ///< what D's output is cut to for the reward `ratio`
  double bandwidth = 0.5;            ///< of the kernel, in D's embedding space; the paper's
  double baseline_decay = 0.9;       ///< of the moving average that is taken off rewards
  double entropy_bonus = 0.0;  ///< worth of a nat of a token's entropy, in the unit of rewards
};

}  // namespace lingan
