/// The estimators of gumbel-softmax by name: what recipes and help say of them, without torch.
#pragma once

#include <span>
#include <string_view>

#include <lingan/base/card.h>

namespace lingan {

/// An estimator, and which of GumbelSoftmaxOptions it looks at.
struct GumbelEstimatorCard {
  std::string_view name;
  std::string_view summary;
  std::string_view paper;
  bool draws_noise = true;  ///< false: sentences differ by a latent code alone
  bool by_draws = false;    ///< `draws`
  bool by_gap = false;      ///< `gap`
  bool needs_temperature_of_one_or_more =
      false;  ///< of a backward inverse temperature in (0, 1] alone
};

/// All estimators: those of gumbel_estimators.def.
std::span<const GumbelEstimatorCard> gumbel_estimators();

}  // namespace lingan
