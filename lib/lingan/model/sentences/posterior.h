/// What a sentence tells of the latent code that it came of: a normal distribution with a diagonal
/// covariance, beside the codes' own, the standard normal one (Kingma & Welling 2014, app. B).
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// q(z | x) = N(mean, diag(exp(log_variance))) of B sentences; both [B, Z].
struct Posterior {
  torch::Tensor mean;
  torch::Tensor log_variance;

  /// Codes mean + deviation * noise, differentiable in both: Kingma & Welling 2014, eq. 10.
  /// @param noise  [B, Z], standard normal; see latent_codes().
  torch::Tensor codes(const torch::Tensor& noise) const;

  /// KL(q(z | x) || N(0, 1)) of each dimension, in nats: [B, Z], differentiable.
  torch::Tensor divergence() const;

  /// ln p(z) - ln q(z | x) of a code of each sentence: [B].
  /// @param codes  [B, Z].
  torch::Tensor log_density_ratio(const torch::Tensor& codes) const;
};

/// The number of a code's dimensions that sentences tell apart, those with Var_x(E_q[z]) > 0.01
/// over these sentences: Burda et al. 2016, sec. 4.2.
/// @param means  [N, Z], N >= 1.  @return int64, [].
torch::Tensor active_units(const torch::Tensor& means);

}  // namespace lingan
