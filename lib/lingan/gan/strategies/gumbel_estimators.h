/// Estimators of gumbel-softmax: rows that stand for drawn tokens, and the gradient they bring.
#pragma once

#include <cstdint>
#include <string_view>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>

namespace lingan {

/// Tokens drawn by Gumbel noise, and how their rows are relaxed.
struct GumbelDraw {
  torch::Tensor logits;        ///< o, [B, V], differentiable
  torch::Tensor perturbed;     ///< o + g, [B, V]
  torch::Tensor hard;          ///< [B] int64, the argmax of o + g, or of o for softmax
  double beta = 1.0;           ///< inverse temperature, forward
  double backward_beta = 1.0;  ///< and of the gradient
  int64_t draws = 10;          ///< K of gumbel-rao
  double gap = 1.0;            ///< of gapped-straight-through
  RandomStream stream = {};    ///< of further noise
  uint64_t first_row = 0;
  int64_t position = 0;
};

/// The rows [B, V] that D sees.
using GumbelEstimator = torch::Tensor(const GumbelDraw& draw);

/// An estimator by the name of its card:
///   soft                     softmax(beta (o + g)); with another beta backward, the gradient of
///                            that one (decoupled temperatures: Shah et al. 2024)
///   straight-through         the one-hot token D; gradient of softmax(beta (o + g))
///   plain-straight-through   D; gradient of softmax(beta o)
///   gumbel-rao               D; the mean gradient of softmax(beta (o + g)) over K draws of g given
///                            that D is the argmax (Paulus et al. 2021, eq. 7; the noise is
///                            constant)
///   reinmax                  D; 2 J((p + D) / 2) - J(p) / 2 with p = softmax(beta o) and J(q) =
///                            diag(q) - q q^T; needs beta <= 1 (Liu et al. 2023, eq. 7)
///   gapped-straight-through  D; gradient of softmax(beta (o + m)), where m lifts D's logit to the
///                            largest and keeps the others the gap below it (Fan et al. 2022)
///   softmax                  softmax(beta o), no noise: sentences differ by a latent code alone
///                            (Gulrajani et al. 2017, sec. 5.4)
/// @throws UsageError for an unknown name, listing the known ones.
GumbelEstimator& gumbel_estimator(std::string_view name);

}  // namespace lingan
