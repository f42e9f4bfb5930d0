/// What a discriminator's raw outputs are times as log odds: its temperature, on held-out
/// sentences.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// A factor on raw outputs, and how well sigma(scale C) then tells held-out from generated
/// sentences.
struct LogitScale {
  double scale = 1;
  double cross_entropy = 0;  ///< the mean of both kinds' means, nats; guessing has ln 2
  double accuracy =
      0;  ///< balanced accuracy: mean of the shares of real ones above 0 and fakes below
};

/// The factor of the least cross-entropy in [0, kLargestScale]: Guo et al. 2017, "On calibration of
/// modern neural networks", sec. 4.2, temperature scaling.
/// @param real, fake  raw outputs of sentences that D has not learned from, [M] and [N].
LogitScale fit_logit_scale(const torch::Tensor& real, const torch::Tensor& fake);
inline constexpr double kLargestScale = 10;

}  // namespace lingan
