/// Annealing of the inverse temperature beta from 1 to beta_max.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include <lingan/base/card.h>

namespace lingan {

/// A path of beta over the N steps of a run, by the formulas of RelGAN's program, with N the actual
/// number of steps (there it was fixed at 5000 whatever the run's length, so that beta_max was
/// never reached). Step 0 gives 1 (constant: beta_max; sigmoid: within 5e-5 (beta_max - 1) of it),
/// the last step beta_max or, for exponential and sigmoid, one step short of it. Where there is one
/// step alone it is step 0, as RelGAN's program changes beta after a step.
struct TemperatureSchedule {
  std::string_view name;
  std::string_view summary;  ///< the formula of a TemperaturePath from s to beta_max
  std::string_view paper;
  /// Of step i, 0..n - 1, of n >= 2. Step 0 has one value whatever n is.
  double (*beta)(double beta_max, double i, double n);

  /// beta of a step.
  /// @param step  i; a step after the last counts as the last, and as the end where N is 1.
  /// @param total_steps  N >= 1.
  double inverse_temperature(double beta_max, int64_t step, int64_t total_steps) const;

  /// Whether beta rises to beta_max, and is not there from step 0.
  bool rises() const { return beta(2, 0, 3) < 2; }

  /// Whether beta of a step depends on N.
  bool depends_on_total_steps() const { return beta(2, 1, 3) != beta(2, 1, 5); }
};

/// A schedule between two values and over a number of steps of its own.
struct TemperaturePath {
  const TemperatureSchedule& schedule;
  double start = 1.0;  ///< at step 0: start times the path from 1 to end / start
  double end = 1.0;    ///< >= start
  int64_t steps = 0;   ///< that it takes; 0: all of the run's

  /// The value at a step.  @param total_steps  of the run.
  double at(int64_t step, int64_t total_steps) const {
    const int64_t own_steps = steps > 0 ? steps : total_steps;
    return start * schedule.inverse_temperature(end / start, step, own_steps);
  }

  /// Whether at() depends on total_steps.
  bool depends_on_total_steps() const { return steps == 0 && schedule.depends_on_total_steps(); }
};

/// All schedules: those of temperature_schedules.def.
std::span<const TemperatureSchedule> temperature_schedules();

}  // namespace lingan
