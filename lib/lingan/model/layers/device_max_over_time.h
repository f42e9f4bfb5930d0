/// Window filters with max over time, and their gradients, on a CUDA device: products by libtorch,
/// maxima and the gradients, which are sparse, by the device's training kernels.
#pragma once

#include <torch/autograd.h>

#include <utility>

#include <lingan/engine/cuda/table.h>
#include <lingan/model/torch.h>

namespace lingan {

/// Features [N, F] and the winning windows [N, F] int32, -1 where a feature is 0.
/// @param inputs  contiguous float32: vectors [N, T, E], then the weights [count, width, E] of all
/// banks, then their biases [count].
std::pair<torch::Tensor, torch::Tensor> device_max_over_time(
    const engine::cuda::Table& kernels, const torch::autograd::variable_list& inputs);

/// Writes the gradients that are wanted.
/// @param where  of device_max_over_time.  @param slope  [N, F].
/// @param gradients  one for each input, of its shape; undefined: not wanted. That of the vectors
/// is added to.
void device_max_over_time_gradient(const engine::cuda::Table& kernels,
                                   const torch::autograd::variable_list& inputs,
                                   const torch::Tensor& where, const torch::Tensor& slope,
                                   const torch::autograd::variable_list& gradients);

}  // namespace lingan
