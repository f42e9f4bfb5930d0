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
          .measures_real = true};
}

MetricCard inception_score_card() {
  return {.name = "inception-score",
          .summary =
              "how sure the CNN of acc is of a sample's label, and of how many labels samples "
              "are: 1 to the number of labels",
          .paper = "Salimans et al. 2016",
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kModel,
          .trains_network = true};
}

MetricCard mode_score_card() {
  return {.name = "mode-score",
          .summary = "the same, less where labels are not in the training text's proportions",
          .paper = "Che et al. 2017; Xu et al. 2018",
          .direction = Direction::kHigherIsBetter,
          .needs = Needs::kModel,
          .trains_network = true};
}

}  // namespace lingan::metrics
