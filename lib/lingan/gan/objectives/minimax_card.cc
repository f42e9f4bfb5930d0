#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard minimax_card() {
  return {.name = "minimax",
          .summary = "the zero-sum game: G minimizes what D gains",
          .paper = "Goodfellow et al. 2014",
          .reward_sign = Sign::kPositive,
          .takes_tokens = true,
          .classifies = true,
          .takes_condition = true};
}

}  // namespace lingan
