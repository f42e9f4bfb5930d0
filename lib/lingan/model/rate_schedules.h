/// How learning rates fall over a phase.
#pragma once

#include <span>
#include <string_view>

namespace lingan {

/// The card of a schedule of learning rates.
struct RateSchedule {
  std::string_view name, summary, paper;
  double (*left)(double progress);  ///< share of the fall that is still to come, from 1 to 0, where
                                    ///< that share of the phase, in [0, 1], is over
};

/// All of them, in the order of help.
std::span<const RateSchedule> rate_schedules();

}  // namespace lingan
