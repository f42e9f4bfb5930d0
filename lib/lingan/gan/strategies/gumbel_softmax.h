/// The options of the strategy `gumbel-softmax`.
#pragma once

#include <span>
#include <string>

#include <lingan/gan/strategies/estimator_card.h>

namespace lingan {

/// `[strategy.gumbel-softmax]`; gumbel_softmax_card.cc has the ranges.
struct GumbelSoftmaxOptions {
  std::string estimator = "soft";        ///< a name in gumbel_estimators()
  std::string schedule = "exponential";  ///< a name in temperature_schedules()
  double inverse_temperature = 100.0;    ///< the schedule's end, from 1 (RelGAN's beta_max)
  bool feed_hard =
      true;  ///< feed the embedding of the argmax back (RelGAN); false: the relaxed one (GSGAN)
};

/// What D may see.
std::span<const EstimatorCard> gumbel_estimators();

}  // namespace lingan
