/// libtorch's matrix product for the engine's jobs on a device: cuBLAS on CUDA.
#pragma once

#include <lingan/engine/contract/device_product.h>

namespace lingan {

/// An engine::DeviceProduct over memory of compute_device(). The job's stream must be libtorch's
/// current one, as that of all jobs is (use_device).
const char* torch_product(const engine::ProductJob* job);

}  // namespace lingan
