#include <lingan/gan/strategies/reward_shape_cards.h>

namespace lingan {

RewardShapeCard no_shape_card() {
  return {.name = "none", .summary = "rewards as they are", .paper = "Yu et al. 2017 (SeqGAN)"};
}

RewardShapeCard normalised_shape_card() {
  return {.name = "normalised",
          .summary = "over the sum of the batch's rewards of whole sentences",
          .paper = "Che et al. 2017 (MaliGAN)",
          .needs_positive = true,
          .compares_sentences = true,
          .makes_positive = true};
}

RewardShapeCard rank_shape_card() {
  return {.name = "rank",
          .summary =
              "sigma(rank_steepness (rank / n - 1/2)) by the rank among the n rows with a "
              "token at the position",
          .paper = "Guo et al. 2018 (LeakGAN)",
          .compares_sentences = true,
          .makes_positive = true};
}

RewardShapeCard importance_shape_card() {
  return {.name = "importance",
          .summary = "over the mean reward of the completions of what stands before the token",
          .paper = "Hjelm et al. 2018 (BGAN)",
          .needs_positive = true,
          .needs_rollouts = true,
          .makes_positive = true};
}

}  // namespace lingan
