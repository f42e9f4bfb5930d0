/// The von Mises-Fisher distribution, of directions: what a point costs that should lie in the
/// direction of an embedding.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// ln I_v(x), of the modified Bessel function of the first kind, and its neighbour.
struct LogBessel {
  double value = 0;  ///< ln I_v(x)
  double ratio = 0;  ///< I_{v+1}(x) / I_v(x)
};

/// By the power series, summed from its largest term in both directions: all terms are positive, so
/// that nothing cancels and nothing overflows.
/// @param order  v >= 0.  @param x  > 0, finite.
LogBessel log_bessel(double order, double x);

/// -ln C_E(k) - k cos of the angle between point and embedding, with k the point's length and C_E
/// the distribution's constant on the unit sphere of R^E: -ln p of the embedding's direction
/// (Kumar and Tsvetkov 2019, "Von Mises-Fisher loss for training sequence to sequence models with
/// continuous outputs": their NLLvMF). Differentiable once.
/// @param points, embeddings  [..., E], E >= 2.  @return [...].
torch::Tensor von_mises_fisher_loss(const torch::Tensor& points, const torch::Tensor& embeddings);

}  // namespace lingan
