/// A schedule that only the test of variants knows.
#include <lingan/gan/strategies/temperature_schedule.h>

namespace lingan {

TemperatureSchedule toy_schedule_card() {
  return {.name = "toy",
          .summary = "a schedule to play with",
          .paper = "none",
          .beta = [](double beta_max, double i, double n) {
            return 1 + (beta_max - 1) * (i / (n - 1)) * (i / (n - 1)) * (i / (n - 1));
          }};
}

}  // namespace lingan
