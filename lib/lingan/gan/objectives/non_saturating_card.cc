#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard non_saturating_card() {
  return {.name = "non-saturating",
          .summary = "G maximizes ln D; strong gradients while D wins",
          .paper = "Goodfellow et al. 2014",
          .reward_sign = Sign::kNegative,
          .takes_tokens = true,
          .classifies = true,
          .takes_condition = true};
}

}  // namespace lingan
