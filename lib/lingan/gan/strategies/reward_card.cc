#include <lingan/gan/strategies/reward_cards.h>

namespace lingan {

RewardCard objective_reward_card() {
  return {.name = "objective",
          .summary = "the negative of what the objective has G minimize",
          .paper = "the objective's",
          .needs = Outputs::kNone};
}

RewardCard probability_reward_card() {
  return {.name = "probability",
          .summary = "D, the probability of being real: sigma(C) of D's raw output C",
          .paper = "Yu et al. 2017 (SeqGAN)",
          .sign = Sign::kPositive};
}

RewardCard log_probability_reward_card() {
  return {.name = "log-probability",
          .summary = "ln D",
          .paper = "Goodfellow et al. 2014",
          .sign = Sign::kNegative};
}

RewardCard logit_reward_card() {
  return {.name = "logit",
          .summary = "C itself: ln D - ln(1 - D)",
          .paper = "Hjelm et al. 2018 (BGAN)",
          .needs = Outputs::kScores};
}

RewardCard ratio_reward_card() {
  return {.name = "ratio",
          .summary = "D / (1 - D) = e^C, where C is cut by log_ratio_bound",
          .paper = "Che et al. 2017 (MaliGAN)",
          .sign = Sign::kPositive};
}

RewardCard centred_reward_card() {
  return {.name = "centred",
          .summary = "2 D - 1, in [-1, 1] and 0 where D cannot tell",
          .paper = "de Masson d'Autume et al. 2019 (ScratchGAN)"};
}

}  // namespace lingan
