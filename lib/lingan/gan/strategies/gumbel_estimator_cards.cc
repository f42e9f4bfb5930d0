#include <lingan/gan/strategies/gumbel_estimator_cards.h>

#include <array>

namespace lingan {

GumbelEstimatorCard soft_estimator_card() {
  return {.name = "soft",
          .summary = "gumbel-softmax: rows of the softmax",
          .paper = "Jang et al. 2017; Maddison et al. 2017"};
}

GumbelEstimatorCard straight_through_estimator_card() {
  return {.name = "straight-through",
          .summary = "gumbel-softmax: one-hot rows, with the perturbed softmax's gradient",
          .paper = "Bengio et al. 2013; Jang et al. 2017"};
}

GumbelEstimatorCard plain_straight_through_estimator_card() {
  return {.name = "plain-straight-through",
          .summary = "gumbel-softmax: one-hot rows, with the gradient of the softmax without noise",
          .paper = "Bengio et al. 2013"};
}

GumbelEstimatorCard gumbel_rao_estimator_card() {
  return {.name = "gumbel-rao",
          .summary = "gumbel-softmax: straight-through, averaged over noise that gives that token",
          .paper = "Paulus et al. 2021",
          .by_draws = true};
}

GumbelEstimatorCard reinmax_estimator_card() {
  return {.name = "reinmax",
          .summary = "gumbel-softmax: one-hot rows, with a gradient of second order",
          .paper = "Liu et al. 2023",
          .needs_temperature_of_one_or_more = true};
}

GumbelEstimatorCard gapped_straight_through_estimator_card() {
  return {.name = "gapped-straight-through",
          .summary = "gumbel-softmax: straight-through with a fixed gap in place of noise",
          .paper = "Fan et al. 2022",
          .by_gap = true};
}

GumbelEstimatorCard softmax_estimator_card() {
  return {.name = "softmax",
          .summary = "gumbel-softmax: rows of the softmax without noise, from a latent code",
          .paper = "Gulrajani et al. 2017 (WGAN-GP's language model)",
          .draws_noise = false};
}

#define VARIANT(name) GumbelEstimatorCard name##_card();
#include <lingan/gan/strategies/gumbel_estimators.def>
#undef VARIANT

std::span<const GumbelEstimatorCard> gumbel_estimators() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/gan/strategies/gumbel_estimators.def>
  };
#undef VARIANT
  return cards;
}

}  // namespace lingan
