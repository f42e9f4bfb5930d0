/// Relaxed tokens of gumbel-softmax.
#pragma once

#include <lingan/gan/strategies/gumbel_estimator_cards.h>
#include <lingan/gan/strategies/gumbel_estimators.h>
#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/relaxed_sentences.h>
#include <lingan/gan/strategies/temperature_schedule.h>

namespace lingan {

/// The inverse temperatures of a run's steps.
/// @throws UsageError for an unknown schedule.
TemperaturePath temperature_path(const GumbelSoftmaxOptions& options);

/// Tokens by the estimator of the options at one inverse temperature.
class GumbelSoftmaxRelaxation final : public Relaxation {
 public:
  /// @param options  must live as long as the relaxation.  @param beta  inverse temperature.
  /// @throws UsageError for an unknown estimator.
  GumbelSoftmaxRelaxation(const GumbelSoftmaxOptions& options, double beta)
      : options_(options),
        estimator_(gumbel_estimator(options.estimator)),
        draws_noise_(find_card(gumbel_estimators(), options.estimator, "estimator").draws_noise),
        beta_(beta) {}

  bool weighs_lengths() const override { return options_.length_gradient; }
  RelaxedToken relax(const RelaxedInput& input) const override;

 private:
  const GumbelSoftmaxOptions& options_;
  GumbelEstimator& estimator_;
  bool draws_noise_;
  double beta_;
};

}  // namespace lingan
