/// The rewards by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <lingan/base/card.h>
#include <lingan/base/option_key.h>
#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

/// Values of `log_ratio_bound`: the square of a gradient with e^30 is still a float32.
inline constexpr Range kLogRatios = {.low = 0, .high = 30, .low_open = true};

/// A kind of reward.
struct RewardCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  Sign sign = Sign::kEither;
  Outputs needs = Outputs::kLogOdds;  ///< what it takes D's raw output for
};

/// All kinds: those of rewards.def.
std::span<const RewardCard> rewards();

/// The sign of a reward under an objective.
/// @throws UsageError for an unknown name.
Sign reward_sign(std::string_view reward, const ObjectiveCard& objective);

/// A reward that a recipe has chosen.
struct ChosenReward {
  std::string key;               ///< whose value it is
  std::string reward;            ///< its name
  bool others_fit = true;        ///< whether a reward of either sign could stand in its place
  double log_ratio_bound = 2.5;  ///< of `ratio`
};

/// Why a D that learns by an objective cannot give a reward, naming the key and a way out; empty:
/// it can.  @throws UsageError for an unknown name.
std::string reward_problem(const ChosenReward& chosen, const ObjectiveCard& objective);

}  // namespace lingan
