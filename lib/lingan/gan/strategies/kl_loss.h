/// A generator's step down a KL divergence by a discriminator's log density ratio.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// What a generator minimizes whose samples are to have a low KL(real || made): -<w C>, where
/// w = clip(e^C, 1/2, 2) takes no gradient. A discriminator of real and made samples is best at
/// C = ln(real / made); then the slope of -e^C C is that of the divergence, and the bounds keep
/// samples that D is sure of from all or no weight. Diao et al. 2021 (TILGAN), sec. 3.2 and their
/// program. A scalar, differentiable in C.
/// @param outputs  C of made samples, [B].
torch::Tensor kl_generator_loss(const torch::Tensor& outputs);

/// The discriminator's loss: -<ln sigma(C_real)> - <ln(1 - sigma(C_made))>, a scalar.
/// @param real, made  its raw outputs, [B] each.
torch::Tensor density_ratio_loss(const torch::Tensor& real, const torch::Tensor& made);

}  // namespace lingan
