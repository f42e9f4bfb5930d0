/// Annealing of the inverse temperature beta from 1 to beta_max.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace lingan {

/// The names of the schedules: `constant`, `linear`, `exponential`, `log`, `sigmoid`, `quadratic`,
/// `square-root`.
std::span<const std::string_view> temperature_schedules();

/// beta of a step, by the formulas of RelGAN's program, with N the actual number of steps (there it
/// was fixed at 5000 whatever the run's length, so that beta_max was never reached):
///   constant     beta_max
///   linear       1 + (beta_max - 1) i / (N - 1)
///   exponential  beta_max^(i / N)
///   log          1 + (beta_max - 1) ln(i + 1) / ln N
///   sigmoid      1 + (beta_max - 1) / (1 + e^(20 (N/2 - i) / N))
///   quadratic    1 + (beta_max - 1) i^2 / (N - 1)^2
///   square-root  1 + (beta_max - 1) sqrt(i / (N - 1))
/// Step 0 gives 1 (constant: beta_max; sigmoid: within 5e-5 (beta_max - 1) of it), the last step
/// beta_max or, for exponential and sigmoid, one step short of it.
/// @param step  i, 0..total_steps - 1.  @param total_steps  N >= 1; beta_max where it is 1.
/// @throws UsageError for an unknown name, listing the known ones.
double scheduled_inverse_temperature(std::string_view name, double beta_max, int64_t step,
                                     int64_t total_steps);

}  // namespace lingan
