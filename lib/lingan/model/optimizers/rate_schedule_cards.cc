#include <lingan/model/optimizers/rate_schedules.h>

#include <array>

namespace lingan {

#define VARIANT(name) RateSchedule name##_card();
#include <lingan/model/optimizers/rate_schedules.def>
#undef VARIANT

std::span<const RateSchedule> rate_schedules() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/model/optimizers/rate_schedules.def>
  };
#undef VARIANT
  return cards;
}

}  // namespace lingan
