#include <lingan/metrics/metric_cards.h>

namespace lingan::metrics {

MetricCard acc_card() {
  return {
      .name = "acc",
      .summary = "share of samples whose label a CNN tells that learns it from the training text",
      .paper = "Wang and Wan 2018 (SentiGAN); Liu et al. 2020 (CatGAN)",
      .direction = Direction::kHigherIsBetter,
      .needs = Needs::kModel,
      .trains_network = true};
}

MetricCard acc_real_card() {
  return {.name = "acc-real",
          .summary = "the same share of held-out real sentences: acc of a perfect run",
          .paper = "Wang and Wan 2018 (SentiGAN)",
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kModel,
          .trains_network = true,
          .scores_real = true};
}

}  // namespace lingan::metrics
