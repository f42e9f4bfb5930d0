#include <array>

#include <lingan/gan/strategies/reward_shape.h>
#include <lingan/gan/strategies/reward_shape_cards.h>

namespace lingan {

using MakeRewardShape = RewardShape(double steepness);

#define VARIANT(name) MakeRewardShape make_##name;
#include <lingan/gan/strategies/reward_shapes.def>
#undef VARIANT

RewardShape make_reward_shape(std::string_view name, double steepness) {
#define VARIANT(name) make_##name,
  static constexpr auto kMakers = std::to_array<MakeRewardShape*>({
#include <lingan/gan/strategies/reward_shapes.def>
  });
#undef VARIANT
  const RewardShapeCard& card = find_card(reward_shapes(), name, "reward shape");
  return kMakers[&card - reward_shapes().data()](steepness);
}

}  // namespace lingan
