#include <lingan/gan/strategies/temperature_schedule.h>

#include <array>

namespace lingan {

#define VARIANT(name) TemperatureSchedule name##_card();
#include <lingan/gan/strategies/temperature_schedules.def>
#undef VARIANT

std::span<const TemperatureSchedule> temperature_schedules() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/gan/strategies/temperature_schedules.def>
  };
#undef VARIANT
  return cards;
}

}  // namespace lingan
