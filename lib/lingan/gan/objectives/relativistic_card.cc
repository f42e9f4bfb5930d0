#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard relativistic_card() {
  return {.name = "relativistic",
          .summary = "real against fake in pairs (RelGAN's)",
          .paper = "Jolicoeur-Martineau 2018",
          .reward_sign = Sign::kNegative,
          .takes_condition = true,
          .outputs = Outputs::kScores};
}

}  // namespace lingan
