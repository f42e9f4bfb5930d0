/// A schedule of learning rates that only the test of variants knows.
#include <lingan/model/optimizers/rate_schedules.h>

namespace lingan {

RateSchedule toy_rate_card() {
  return {.name = "toy", .summary = "a fall to play with", .paper = "none", .left = [](double p) {
            return (1 - p) * (1 - p);
          }};
}

}  // namespace lingan
