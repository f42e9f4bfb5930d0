/// The options of the strategy `leaked-features`.
#pragma once

#include <cstdint>
#include <string>

namespace lingan {

/// `[strategy.leaked-features]`; leaked_features_card.cc has the ranges.
struct LeakedFeaturesOptions {
  int32_t rollouts = 4;                ///< M completions of a prefix (LeakGAN: 4)
  std::string reward = "probability";  ///< a name in rewards()
  double log_ratio_bound = 2.5;        ///< what D's output is cut to for the reward `ratio`
  double rank_steepness = 16.0;        ///< of the shape `rank`
  bool shuffle_rewards = false;        ///< the control: sentences get each other's rewards
};

}  // namespace lingan
