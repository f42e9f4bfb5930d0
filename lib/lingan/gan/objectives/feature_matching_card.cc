#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard feature_matching_card() {
  return {.name = "feature-matching",
          .summary = "a classifying D, and G matches the mean of its features",
          .paper = "Salimans et al. 2016",
          .classifies = true};
}

}  // namespace lingan
