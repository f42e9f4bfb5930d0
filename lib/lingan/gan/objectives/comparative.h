/// The options of the objective `comparative`.
#pragma once

namespace lingan {

/// `[objective.comparative]`; comparative_card.cc has the ranges.
struct ComparativeOptions {
  double tie_weight = 2.0;     ///< nu, how readily D takes two sentences for equally good
  double better_reward = 1.0;  ///< of a sentence that is better than an earlier one of G
  double tie_reward = 0.0;     ///< of one that is as good
  double worse_reward = -1.0;  ///< of one that is worse
};

}  // namespace lingan
