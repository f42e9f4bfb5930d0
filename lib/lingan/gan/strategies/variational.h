/// The options of the strategy `variational`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lingan {

/// `[strategy.variational]`; variational_card.cc has the ranges.
struct VariationalOptions {
  int64_t encoder_width = 64;           ///< its hidden width in each direction
  std::string kl_schedule = "sigmoid";  ///< a name in temperature_schedules(): 0 to 1
  int64_t kl_schedule_steps = 0;        ///< of the schedule; 0: the adversarial steps
  double free_bits = 0.0;               ///< nats of each dimension that cost as much as none
};

/// The name of its network.
inline constexpr std::string_view kEncoder = "encoder";

}  // namespace lingan
