#include <array>

#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/reward_cards.h>

namespace lingan {

using MakeReward = SentenceValue(const RewardRequest&);

#define VARIANT(name) MakeReward make_##name;
#include <lingan/gan/strategies/rewards.def>
#undef VARIANT

SentenceValue make_reward(std::string_view name, const RewardRequest& request) {
#define VARIANT(name) make_##name,
  static constexpr auto kMakers = std::to_array<MakeReward*>({
#include <lingan/gan/strategies/rewards.def>
  });
#undef VARIANT
  const RewardCard& card = find_card(rewards(), name, "reward");
  return kMakers[&card - rewards().data()](request);
}

}  // namespace lingan
