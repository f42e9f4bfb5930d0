/// Losses, layers and noise of training on a device: what libtorch has no operation for. Products
/// are libtorch's, before and after these.
#pragma once

#include <cstdint>

#include <lingan/engine/cuda/table.h>
#include <lingan/engine/kernels/cross_entropy_kernels.h>
#include <lingan/engine/kernels/gumbel_kernels.h>
#include <lingan/engine/kernels/max_over_time_kernels.h>

namespace lingan::engine::cuda {

/// Losses of all rows and, where wanted, their gradients.
template <class Backend>
void cross_entropy(Backend& backend, const CrossEntropyJob& job) {
  backend.launch(CrossEntropyKernel{.logits = job.logits,
                                    .vocabulary = job.vocabulary,
                                    .targets = job.targets,
                                    .loss_gradients = job.loss_gradients,
                                    .losses = job.losses},
                 job.rows);
}

inline ConvolutionShape shape_of(const MaxOverTimeJob& job) {
  return {job.length, job.depth, job.width, job.filters};
}

/// Maxima of all rows, and the windows that they come from.
template <class Backend>
void max_over_time_forward(Backend& backend, const MaxOverTimeJob& job) {
  backend.launch(MaxOverTimeKernel{shape_of(job), job.values, job.maxima, job.windows},
                 job.rows * job.filters);
}

/// The gradients that are wanted.
template <class Backend>
void max_over_time_backward(Backend& backend, const MaxOverTimeJob& job) {
  const MaximaGradient from{shape_of(job), job.maxima_gradients, job.windows};
  if (job.vectors_gradient != nullptr) {
    backend.launch(VectorGradientKernel{from, job.weight, job.vectors_gradient},
                   job.rows * job.length * job.depth);
  }
  if (job.weight_gradient != nullptr) {
    backend.launch(FilterGradientKernel{from, job.vectors, job.rows, job.weight_gradient},
                   job.filters * job.width * job.depth);
  }
  if (job.bias_gradient != nullptr) {
    backend.launch(FilterBiasGradientKernel{from, job.rows, job.bias_gradient}, job.filters);
  }
}

template <class Backend>
void gumbel_noise(Backend& backend, const GumbelJob& job) {
  const OpenUniforms uniforms{job.stream, job.first_row, job.position, job.tokens};
  backend.launch(GumbelKernel{uniforms, job.noise}, job.rows * uniforms.blocks());
}

}  // namespace lingan::engine::cuda
