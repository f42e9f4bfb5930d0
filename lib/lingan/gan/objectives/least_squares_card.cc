#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard least_squares_card() {
  return {.name = "least-squares",
          .summary = "squared distance of D's outputs from 1 and 0",
          .paper = "Mao et al. 2017",
          .reward_sign = Sign::kNegative,
          .takes_tokens = true,
          .takes_condition = true,
          .outputs = Outputs::kScores};
}

}  // namespace lingan
