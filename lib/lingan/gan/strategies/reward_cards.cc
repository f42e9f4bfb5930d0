#include <lingan/gan/strategies/reward_cards.h>

#include <array>

namespace lingan {

#define VARIANT(name) RewardCard name##_card();
#include <lingan/gan/strategies/rewards.def>
#undef VARIANT

std::span<const RewardCard> rewards() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/gan/strategies/rewards.def>
  };
#undef VARIANT
  return cards;
}

Sign reward_sign(std::string_view reward, const ObjectiveCard& objective) {
  return reward == "objective" ? objective.reward_sign
                               : find_card(rewards(), reward, "reward").sign;
}

}  // namespace lingan
