#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard relativistic_average_card() {
  return {.name = "relativistic-average",
          .summary = "each against the mean of the other kind",
          .paper = "Jolicoeur-Martineau 2018",
          .takes_tokens = true,
          .takes_condition = true,
          .outputs = Outputs::kScores};
}

}  // namespace lingan
