/// The options of the strategy `gumbel-softmax`.
#pragma once

#include <cstdint>
#include <string>

namespace lingan {

/// `[strategy.gumbel-softmax]`; gumbel_softmax_card.cc has the ranges.
struct GumbelSoftmaxOptions {
  std::string estimator = "soft";        ///< a name in gumbel_estimators()
  std::string schedule = "exponential";  ///< a name in temperature_schedules()
  double inverse_temperature = 100.0;    ///< the schedule's end (RelGAN's beta_max)
  bool feed_hard =
      true;  ///< feed the embedding of the argmax back (RelGAN); false: the relaxed one (GSGAN)
  double schedule_start = 1.0;                ///< the inverse temperature at step 0
  int64_t schedule_steps = 0;                 ///< of the schedule; 0: the adversarial steps
  double backward_inverse_temperature = 0.0;  ///< of the gradient; 0: as forward
  int64_t draws = 10;                         ///< K of the estimator gumbel-rao
  double gap = 1.0;                           ///< of the estimator gapped-straight-through, >= 0
  bool length_gradient = false;  ///< the gradient of where sentences end, see RelaxedRequest
};

}  // namespace lingan
