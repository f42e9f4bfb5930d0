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

std::string reward_problem(const std::string& key, std::string_view reward,
                           const ObjectiveCard& objective) {
  const Outputs needs = find_card(rewards(), reward, "reward").needs;
  if (needs <= objective.outputs) return "";
  const std::string of = " is of D's output, which with objective.name = ";
  const bool is_score = objective.outputs == Outputs::kScores;
  return key + ": " + quote_toml(reward) + of + quote_toml(objective.name) +
         (is_score ? " is a score and no log odds; set it to \"objective\" or \"logit\""
                   : " learns nothing; set it to \"objective\"") +
         ", or objective.name to \"non-saturating\"";
}

}  // namespace lingan
