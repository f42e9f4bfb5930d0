#include <lingan/gan/objectives/objective_cards.h>

namespace lingan {

ObjectiveCard mmd_card() {
  return {.name = "mmd",
          .summary = "kernel distance between features (TextGAN's)",
          .paper = "Zhang et al. 2017",
          .classifies = true};
}

}  // namespace lingan
