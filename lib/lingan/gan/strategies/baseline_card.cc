#include <lingan/base/card.h>

namespace lingan {

Card no_baseline_card() {
  return {.name = "none", .summary = "nothing is taken off", .paper = "Williams 1992"};
}

Card moving_average_card() {
  return {.name = "moving-average",
          .summary = "mean reward of earlier steps, by baseline_decay; unbiased",
          .paper = "Williams 1992"};
}

Card batch_mean_card() {
  return {.name = "batch-mean",
          .summary = "mean over the rows with a token at the position, its own row in it",
          .paper = "Williams 1992"};
}

Card leave_one_out_card() {
  return {.name = "leave-one-out",
          .summary = "mean over the other rows with a token at the position; unbiased",
          .paper = "Kool, van Hoof & Welling 2019"};
}

}  // namespace lingan
