/// Where networks and batches live: the CPU, or the current CUDA device.
#pragma once

#include <string>

#include <lingan/model/torch.h>

#include <lingan/model/device.h>

namespace lingan::engine::cuda {
struct Table;
}

namespace lingan {

/// Chooses compute_device(), which networks are moved to and batches made on. For CUDA it loads
/// liblingan_cuda.so and the CUDA half of libtorch: call it before anything else of torch.
/// @return a line for the user where kAuto decided: what was chosen and why; empty otherwise, and
/// where no liblingan_cuda.so is installed.
/// @throws IoError for kCuda, naming what is missing and how to mend it.
std::string use_device(Device device);

/// The device chosen; the CPU before use_device is called.
torch::Device compute_device();

/// The device functions (engine/cuda/table.h) for a tensor where it lives; null: the CPU's code
/// takes it. All of the model that has a way of its own on a CUDA device asks here.
const engine::cuda::Table* device_kernels(const torch::Tensor& tensor);

}  // namespace lingan
