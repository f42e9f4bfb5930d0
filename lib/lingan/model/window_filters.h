/// Convolution over windows of words with max over time (Kim 2014, "Convolutional neural networks
/// for sentence classification").
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// max over t of ReLU(W x_{t..t+w-1} + b), differentiable twice.
/// @param vectors  [N, T, E], T >= w.
/// @param weight   [F, w, E].  @param bias  [F].
/// @return [N, F].
torch::Tensor max_over_time(const torch::Tensor& vectors, const torch::Tensor& weight,
                            const torch::Tensor& bias);

}  // namespace lingan
