#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard hinge_card() {
  return {.name = "hinge",
          .summary = "margin loss for D, its raw output for G",
          .paper = "Lim & Ye 2017",
          .takes_tokens = true,
          .takes_condition = true,
          .outputs = Outputs::kScores};
}

}  // namespace lingan
