/// The penalty on the slope of a discriminator at real sentences.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/model/discriminators/discriminator.h>

namespace lingan {

/// R1 of Mescheder, Geiger & Nowozin 2018 (Which training methods for GANs do actually converge?),
/// eq. 9: gamma / 2 <|grad C(x_real)|^2>, a scalar, differentiable in D's weights. Near the
/// equilibrium it takes away the slope along which D would go on to push G.
/// @param real  hard sentences.  @param gamma  >= 0.
/// @param embedded  as squared_slope_at().
torch::Tensor r1_penalty(Discriminator& d, const Sentences& real, double gamma, bool embedded);

}  // namespace lingan
