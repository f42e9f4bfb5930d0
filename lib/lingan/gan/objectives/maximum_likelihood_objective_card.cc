#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard maximum_likelihood_objective_card() {
  return {.name = "maximum-likelihood",
          .summary = "G maximizes D/(1-D): the gradient of likelihood at D's optimum",
          .paper = "Goodfellow 2014, On distinguishability criteria",
          .reward_sign = Sign::kPositive,
          .takes_tokens = true,
          .classifies = true,
          .takes_condition = true};
}

}  // namespace lingan
