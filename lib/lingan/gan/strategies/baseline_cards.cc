#include <lingan/gan/strategies/baseline_cards.h>

#include <array>

namespace lingan {

#define VARIANT(name) BaselineCard name##_card();
#include <lingan/gan/strategies/baselines.def>
#undef VARIANT

std::span<const BaselineCard> baselines() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/gan/strategies/baselines.def>
  };
#undef VARIANT
  return cards;
}

}  // namespace lingan
