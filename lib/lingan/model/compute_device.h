/// Where networks and batches live: the CPU, or the current CUDA device.
#pragma once

#include <lingan/model/torch.h>

namespace lingan::engine::cuda {
struct Table;
}

namespace lingan {

enum class Device { kCpu, kCuda };

/// Sets compute_device(), which networks are moved to and batches made on. For CUDA it loads
/// liblingan_cuda.so and the CUDA half of libtorch, keeps libtorch from multiplying in TF32, and
/// queues the engine's jobs on libtorch's current stream: call it before anything else of torch.
/// @throws IoError for kCuda, naming what is missing (engine::MissingCuda) or how to repair it; the
/// device is the CPU then.
void use_device(Device device);

/// The device chosen; the CPU before use_device is called.
torch::Device compute_device();

/// The device functions (engine/cuda/table.h) for a tensor where it lives; null: the CPU's code
/// takes it. All of the model that has a way of its own on a CUDA device asks here.
const engine::cuda::Table* device_kernels(const torch::Tensor& tensor);

}  // namespace lingan
