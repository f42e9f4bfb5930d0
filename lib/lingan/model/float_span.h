/// A tensor's numbers, as the engine takes them.
#pragma once

#include <span>

#include <lingan/model/torch.h>

namespace lingan {

/// @param tensor  float32, contiguous, on the CPU; the numbers are its memory.
inline std::span<const float> float_span(const torch::Tensor& tensor) {
  return {tensor.const_data_ptr<float>(), static_cast<size_t>(tensor.numel())};
}

}  // namespace lingan
