/// Products of deep layers on a device, which whoever creates a network there may hand in: the
/// device half has tiles of its own, and they are slower than a library's for deep layers.
#pragma once

#include <algorithm>
#include <cstdint>

#include <lingan/engine/contract/recurrent_weights.h>

namespace lingan::engine {

/// Layers of this depth and deeper go through a DeviceProduct.
inline constexpr int64_t kWideDepth = 256;

/// results += rows times weight transposed. All matrices are the device's, float32 and contiguous.
struct ProductJob {
  const float* rows;    ///< [count, depth]
  const float* weight;  ///< [outputs, depth]
  float* results;       ///< [count, outputs], added to
  int64_t count;
  int64_t outputs;
  int64_t depth;
  void* cuda_stream = nullptr;
};

/// Queues a product on its stream and returns at once. Called in the thread of the job that needs
/// it.  @return null, or what went wrong, valid until the thread's next call; it never throws.
using DeviceProduct = const char* (*)(const ProductJob*);

/// Floats that a row takes which is gathered for a product; 0 where no layer goes through one.
/// @param product  null: none does.
inline int64_t gathered_width(const RecurrentWeights& weights, DeviceProduct product) {
  const int64_t deepest = std::max(weights.embedding_width, weights.hidden_width);
  return product != nullptr && deepest >= kWideDepth ? deepest : 0;
}

}  // namespace lingan::engine
