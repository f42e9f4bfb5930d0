/// The engine's numbers on a device as tensors.
#pragma once

#include <lingan/model/compute_device.h>
#include <lingan/model/torch.h>

namespace lingan {

/// A contiguous tensor over memory of compute_device(), valid as long as that. torch takes no const
/// memory: whoever gave such must only read.
template <class T>
torch::Tensor device_view(const T* numbers, at::IntArrayRef shape) {
  return at::for_blob(const_cast<T*>(numbers), shape)
      .options(torch::dtype<T>().device(compute_device()))
      .target_device(compute_device())
      .make_tensor();
}

}  // namespace lingan
