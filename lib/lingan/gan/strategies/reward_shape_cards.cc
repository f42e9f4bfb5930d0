#include <lingan/gan/strategies/reward_shape_cards.h>

#include <array>

namespace lingan {

#define VARIANT(name) RewardShapeCard name##_card();
#include <lingan/gan/strategies/reward_shapes.def>
#undef VARIANT

std::span<const RewardShapeCard> reward_shapes() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/gan/strategies/reward_shapes.def>
  };
#undef VARIANT
  return cards;
}

}  // namespace lingan
