/// A highway layer (Srivastava, Greff and Schmidhuber 2015, "Highway networks").
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// t * ReLU(W_h x + b_h) + (1 - t) * x with t = sigmoid(W_t x + b_t).
/// @param x  [N, F].  @param weight  [2F, F]: W_h, then W_t; or [F, F]: one for both, as
/// TextGAN-PyTorch has it.  @param bias  [2F] or [F].
/// One product for both, and their gates, in float32 on the CPU, in one pass; elsewhere, and for
/// gradients of gradients, plain torch does it, with a notice.
torch::Tensor highway(const torch::Tensor& x, const torch::Tensor& weight,
                      const torch::Tensor& bias);

/// The same by plain torch operations.
torch::Tensor plain_highway(const torch::Tensor& x, const torch::Tensor& weight,
                            const torch::Tensor& bias);

}  // namespace lingan
