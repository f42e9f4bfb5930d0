/// Baselines from the sequences of one batch.
///
/// With s = grad log p(x) the estimate of K sequences is a U-statistic of the pairs
/// (f_a - f_b) (s_a - s_b) / 2 (Kool et al. 2019). By Hoeffding's decomposition, since E s = 0, its
/// variance is V / K + (||g||^2 + Var f E||s||^2) / (K (K - 1)), where g is the gradient and V the
/// variance of (f - E f) s.
#include <lingan/gradients/estimators.h>
#include <lingan/gradients/score_function.h>

namespace lingan::gradients {
namespace {

Moments leave_one_out(const GradientTable& table, const EstimatorSettings& settings) {
  Moments moments = score_function(table, table.value(0));
  const auto squares = squared_scores(table);
  const auto norms = squared_norms(table, moments.mean);
  const auto samples = static_cast<double>(settings.samples);
  for (size_t i = 0; i < squares.size(); ++i) {
    const double of_pairs = norms[i] + table.variance(0) * squares[i];
    moments.variances[i] = (moments.variances[i] + of_pairs / (samples - 1)) / samples;
  }
  moments.reward_calls *= samples;
  moments.tokens *= samples;
  return moments;
}

/// Each sequence is in its own baseline: leave_one_out times (K - 1) / K.
Moments batch_mean(const GradientTable& table, const EstimatorSettings& settings) {
  Moments moments = leave_one_out(table, settings);
  const auto samples = static_cast<double>(settings.samples);
  const double factor = (samples - 1) / samples;
  for (double& entry : moments.mean) entry *= factor;
  for (double& variance : moments.variances) variance *= factor * factor;
  return moments;
}

std::string why_not_a_batch(const GradientTable&, const EstimatorSettings& settings) {
  return settings.samples > 1 ? "" : "needs at least two samples";
}

}  // namespace

EstimatorCard batch_mean_card() {
  return {.name = "batch-mean",
          .summary = "K sequences; the mean of all their rewards is taken off",
          .paper = "Williams 1992",
          .by_samples = true,
          .moments = batch_mean,
          .why_not = why_not_a_batch};
}

EstimatorCard leave_one_out_card() {
  return {.name = "leave-one-out",
          .summary = "K sequences; the mean of the others' rewards is taken off",
          .paper = "Kool, van Hoof & Welling 2019",
          .by_samples = true,
          .moments = leave_one_out,
          .why_not = why_not_a_batch};
}

}  // namespace lingan::gradients
