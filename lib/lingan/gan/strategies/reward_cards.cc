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

std::string reward_problem(const ChosenReward& chosen, const ObjectiveCard& objective) {
  const Outputs needs = find_card(rewards(), chosen.reward, "reward").needs;
  if (needs <= objective.outputs) return "";
  const bool is_score = objective.outputs == Outputs::kScores;
  const std::string others =
      is_score ? "set it to \"objective\" or \"logit\", or " : "set it to \"objective\", or ";
  return chosen.key + ": " + quote_toml(chosen.reward) +
         " is of D's output, which with objective.name = " + quote_toml(objective.name) +
         (is_score ? " is a score and no log odds; " : " learns nothing; ") +
         (chosen.others_fit ? others : "") + "set objective.name = \"non-saturating\"";
}

}  // namespace lingan
