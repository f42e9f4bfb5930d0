/// Losses, layers and noise of training on a device.
#pragma once

#include <algorithm>
#include <cstdint>

#include <lingan/engine/cuda/table.h>
#include <lingan/engine/cuda/tiles.h>
#include <lingan/engine/kernels/cross_entropy_kernels.h>
#include <lingan/engine/kernels/gumbel_kernels.h>
#include <lingan/engine/kernels/layer_product.h>
#include <lingan/engine/kernels/max_over_time_kernels.h>
#include <lingan/engine/kernels/softmax_groups.h>

namespace lingan::engine::cuda {

/// Bytes of logits or window values that are on the device together.
inline constexpr int64_t kTrainingBlockBytes = int64_t{64} << 20;

template <class Backend>
void launch_product(Backend& backend, const Product& product, int64_t rows, float* results,
                    bool accumulate) {
  with_tiles<Backend>(product.depth, [&](auto tiles) {
    const LayerProductKernel<decltype(tiles)> kernel{product, rows,    nullptr,
                                                     0,       results, accumulate};
    backend.launch(kernel, kernel.pieces());
  });
}

/// Losses of all rows, and what the backward half needs of them.
template <class Backend>
void cross_entropy_forward(Backend& backend, const CrossEntropyJob& job) {
  const int64_t groups = tiles(job.vocabulary);
  const auto maxima = backend.template allocate<float>(job.rows * groups);
  const auto sums = backend.template allocate<float>(job.rows * groups);
  const Product product{job.hidden, job.width, nullptr,       job.weight,
                        job.bias,   job.width, job.vocabulary};
  const GroupSums found{maxima.data(), sums.data(), groups};
  with_tiles<Backend>(product.depth, [&](auto tiles) {
    const SoftmaxGroupsKernel<decltype(tiles)> kernel{product, job.rows, nullptr, 1.0f, found};
    backend.launch(kernel, kernel.pieces());
  });
  backend.launch(RowLossKernel{{job.weight, job.bias, job.vocabulary, job.width},
                               job.hidden,
                               job.targets,
                               found,
                               job.losses,
                               job.log_totals},
                 job.rows);
}

/// All three gradients, from logits that are derived again a block of rows at a time.
template <class Backend>
void cross_entropy_backward(Backend& backend, const CrossEntropyJob& job) {
  const int64_t h = job.width, v = job.vocabulary;
  backend.clear(job.weight_gradient, static_cast<size_t>(v * h) * sizeof(float));
  backend.clear(job.bias_gradient, static_cast<size_t>(v) * sizeof(float));
  const int64_t block =
      std::clamp<int64_t>(kTrainingBlockBytes / (v * static_cast<int64_t>(sizeof(float))), 1,
                          std::max<int64_t>(job.rows, 1));
  const auto logits = backend.template allocate<float>(block * v);
  for (int64_t first = 0; first < job.rows; first += block) {
    const int64_t rows = std::min(block, job.rows - first);
    const float* hidden = job.hidden + first * h;
    launch_product(backend, {hidden, h, nullptr, job.weight, job.bias, h, v}, rows, logits.data(),
                   false);
    backend.launch(LogitGradientKernel{logits.data(), job.targets + first, job.log_totals + first,
                                       job.loss_gradients + first, v},
                   rows * v);
    launch_product(backend, {logits.data(), v, nullptr, job.weight, nullptr, v, h, 1, 1, h}, rows,
                   job.hidden_gradient + first * h, false);
    launch_product(backend, {logits.data(), 1, nullptr, hidden, nullptr, rows, h, v, 1, h}, v,
                   job.weight_gradient, true);
    backend.launch(ColumnSumsKernel{logits.data(), rows, v, job.bias_gradient}, v);
  }
}

inline ConvolutionShape shape_of(const MaxOverTimeJob& job) {
  return {job.length, job.depth, job.width, job.filters};
}

/// Maxima of all rows, a block of them at a time, and the windows that they come from.
template <class Backend>
void max_over_time_forward(Backend& backend, const MaxOverTimeJob& job) {
  const ConvolutionShape shape = shape_of(job);
  const int64_t values_of_row = shape.windows() * job.filters;
  const int64_t block = std::clamp<int64_t>(
      kTrainingBlockBytes / (values_of_row * static_cast<int64_t>(sizeof(float))), 1,
      std::max<int64_t>(job.rows, 1));
  const auto values = backend.template allocate<float>(block * values_of_row);
  const auto numbers = backend.template allocate<int32_t>(block * shape.windows());
  backend.launch(NumberWindowsKernel{shape, numbers.data()}, block * shape.windows());
  for (int64_t first = 0; first < job.rows; first += block) {
    const int64_t rows = std::min(block, job.rows - first);
    const Product product{job.vectors + first * job.length * job.depth,
                          job.depth,
                          numbers.data(),
                          job.weight,
                          job.bias,
                          job.width * job.depth,
                          job.filters};
    launch_product(backend, product, rows * shape.windows(), values.data(), false);
    backend.launch(MaxOverTimeKernel{shape, values.data(), job.maxima + first * job.filters,
                                     job.windows + first * job.filters},
                   rows * job.filters);
  }
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
