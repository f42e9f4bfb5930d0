/// How learning rates fall over a phase.
#pragma once

#include <span>
#include <string_view>

#include <lingan/base/card.h>

namespace lingan {

/// The card of a schedule of learning rates.
struct RateSchedule {
  std::string_view name, summary, paper;
  double (*left)(double progress);  ///< share of the fall that is still to come, from 1 to 0, where
                                    ///< that share of the phase, in [0, 1], is over

  /// Whether the rate depends on how much of the phase is over.
  bool falls() const { return left(1.0) < left(0.0); }
};

/// All of them: those of rate_schedules.def.
std::span<const RateSchedule> rate_schedules();

}  // namespace lingan
