/// All banks of filters of a discriminator in one function: convolution, ReLU, maximum over time.
#pragma once

#include <vector>

#include <lingan/model/torch.h>

namespace lingan {

/// plain_max_over_time of every bank, side by side: [N, sum of counts]. In float32, and on the CPU
/// in float64, the convolutions' outputs are not kept and the gradient goes through the winning
/// windows alone; otherwise, and for gradients of gradients, plain torch does it, with a notice.
/// @param vectors  [N, T, E].
/// @param weights  of each bank [count, width, E], width <= T.  @param biases  [count].
torch::Tensor max_over_time(const torch::Tensor& vectors, const std::vector<torch::Tensor>& weights,
                            const std::vector<torch::Tensor>& biases);

/// The same of one bank in plain torch, differentiable twice.
/// max over t of ReLU(W x_{t..t+w-1} + b), Kim 2014.
/// @param vectors  [N, T, E], T >= w.
/// @param weight   [F, w, E].  @param bias  [F].
/// @return [N, F].
torch::Tensor plain_max_over_time(const torch::Tensor& vectors, const torch::Tensor& weight,
                                  const torch::Tensor& bias);

}  // namespace lingan
