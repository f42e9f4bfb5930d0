#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard brier_card() {
  return {.name = "brier",
          .summary = "squared distance of D's probability from 1 and 0",
          .paper = "Brier 1950; the least-squares mutation of Wang et al. 2019 (E-GAN)",
          .reward_sign = Sign::kNegative,
          .takes_tokens = true,
          .takes_condition = true};
}

}  // namespace lingan
