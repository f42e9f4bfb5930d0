#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard classes_card() {
  return {.name = "classes",
          .summary = "D tells the labels of real sentences apart, and fake ones from all of them",
          .paper = "Wang & Wan 2018 (SentiGAN)",
          .reward_sign = Sign::kNegative,
          .options = {},
          .by_label = true};
}

}  // namespace lingan
