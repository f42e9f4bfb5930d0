/// An objective that only the test of variants knows; as toy_strategy, but without options and in
/// one file, as the test links torch.
#include <lingan/gan/objectives/objective.h>
#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard toy_objective_card() {
  return {.name = "toy", .summary = "an objective to play with", .paper = "none"};
}

std::unique_ptr<Objective> make_toy_objective(const OptionSet& options) {
  return make_objective("hinge", options);
}

}  // namespace lingan
