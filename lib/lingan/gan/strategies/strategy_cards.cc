#include <lingan/gan/strategies/strategy_cards.h>

#include <array>

namespace lingan {

#define VARIANT(name) StrategyCard name##_card();
#include <lingan/gan/strategies/strategies.def>
#undef VARIANT

std::span<const StrategyCard> strategies() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/gan/strategies/strategies.def>
  };
#undef VARIANT
  return cards;
}

}  // namespace lingan
