/// The options of the strategy `cycle`.
#pragma once

namespace lingan {

/// `[strategy.cycle]`; cycle_card.cc has the ranges. Tokens are relaxed as
/// `[strategy.gumbel-softmax]` says.
struct CycleOptions {
  double cycle_weight = 1.0;  ///< lambda, of the cycle's nats a token beside the adversarial loss
  double identity_weight = 0.0;  ///< of a sentence that is written again with its own label
};

}  // namespace lingan
