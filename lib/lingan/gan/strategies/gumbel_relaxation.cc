#include <lingan/gan/strategies/gumbel_relaxation.h>

namespace lingan {

TemperaturePath temperature_path(const GumbelSoftmaxOptions& options) {
  return {.schedule = find_card(temperature_schedules(), options.schedule, "schedule"),
          .start = options.schedule_start,
          .end = options.inverse_temperature,
          .steps = options.schedule_steps};
}

RelaxedToken GumbelSoftmaxRelaxation::relax(const RelaxedInput& input) const {
  const double backward = options_.backward_inverse_temperature;
  GumbelDraw draw{.logits = input.logits,
                  .perturbed = draws_noise_ ? input.perturbed() : input.logits,
                  .hard = {},
                  .beta = beta_,
                  .backward_beta = backward > 0 ? backward : beta_,
                  .draws = options_.draws,
                  .gap = options_.gap,
                  .stream = input.stream,
                  .first_row = input.first_row,
                  .position = input.position};
  draw.hard = draw.perturbed.detach().argmax(1);
  const auto shown = estimator_(draw);
  const auto fed = options_.feed_hard ? torch::embedding(input.embeddings, draw.hard)
                                      : shown.matmul(input.embeddings);
  return {shown, fed, draw.hard};
}

}  // namespace lingan
