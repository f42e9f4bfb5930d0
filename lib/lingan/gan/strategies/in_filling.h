/// The options of the strategy `in-filling`.
#pragma once

#include <cstdint>
#include <string>

namespace lingan {

/// `[strategy.in-filling]`; in_filling_card.cc has the ranges.
struct InFillingOptions {
  double mask_share = 0.5;  ///< of the words of a sentence that are taken out
  int64_t masks = 4;        ///< of each sentence to train on, drawn when the run is made
  std::string reward = "log-probability";  ///< a name in rewards()
  double discount = 0.8835659;             ///< gamma of what comes a token later
  double advantage_clip = 5.0;             ///< |R - b| is cut to it; 0: not at all
  bool shuffle_rewards = false;            ///< the control: sentences get each other's rewards
};

}  // namespace lingan
