/// Directions of a discriminator's features, of which cosines are products.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// Rows of length 1, [n, F]; 0 where the features are 0.
/// @param features  [n, F].
torch::Tensor unit_features(const torch::Tensor& features);

}  // namespace lingan
