/// The options of the strategy `reward-augmented`.
#pragma once

#include <cstdint>
#include <string>

namespace lingan {

/// `[strategy.reward-augmented]`; reward_augmented_card.cc has the ranges.
struct RewardAugmentedOptions {
  int64_t samples = 5;                 ///< K edited sentences of each real one
  double edit_temperature = 0.85;      ///< tau of the distribution of the number of edits
  std::string substitutes = "start";   ///< where words come from: also "uniform"
  double reward_temperature = 0.2;     ///< alpha: weights are e^(reward / alpha), normalised
  std::string reward = "probability";  ///< a name in rewards()
  double log_ratio_bound = 2.5;        ///< what D's output is cut to for the reward `ratio`
  bool shuffle_rewards = false;        ///< the control: sentences get each other's rewards
};

}  // namespace lingan
