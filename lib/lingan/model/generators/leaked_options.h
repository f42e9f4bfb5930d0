/// The options of the generator `leaked`.
#pragma once

#include <cstdint>

namespace lingan {

/// `[generator.leaked]`; leaked_generator_card.cc has the ranges.
struct LeakedOptions {
  int64_t goal_width = 16;  ///< k, of goals as the worker sees them (LeakGAN: 16)
  int64_t goal_steps = 4;   ///< c, tokens that a goal is ahead (LeakGAN: 4)
};

}  // namespace lingan
