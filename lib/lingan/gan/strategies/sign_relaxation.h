/// The options of the strategy `sign-relaxation`.
#pragma once

#include <cstdint>
#include <string>

namespace lingan {

/// `[strategy.sign-relaxation]`; sign_relaxation_card.cc has the ranges.
struct SignRelaxationOptions {
  int64_t encoder_width = 64;            ///< its hidden width in each direction
  std::string schedule = "exponential";  ///< of the sharpness, from 1: temperature_schedules()
  double sharpness = 100.0;              ///< beta at the schedule's end
  int64_t schedule_steps = 0;            ///< of the schedule; 0: the adversarial steps
  int64_t neighbours = 5;                ///< K of a sentence in its batch: neighbour_signs()
  double neighbourhood_weight = 10.0;    ///< of that loss, beside nats a sentence
  double balance_weight = 10.0;          ///< of uneven and correlated bits
  double adversarial_weight = 1.0;       ///< of the objective's loss of reconstructions
};

}  // namespace lingan
