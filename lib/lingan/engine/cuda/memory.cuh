/// Memory of the current device, in the order of a stream.
#pragma once

#include <cuda_runtime.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include <lingan/base/error.h>

namespace lingan::engine::cuda {

/// @throws IoError if a call of the CUDA runtime failed.
inline void require_cuda(cudaError_t result, const char* what) {
  if (result == cudaSuccess) return;
  cudaGetLastError();
  throw IoError(std::string("CUDA: ") + what + ": " + cudaGetErrorString(result));
}

/// Whether the driver has pools of memory that is taken and given back in the order of a stream;
/// those of some virtual GPUs have none.
inline bool has_memory_pools() {
  static const bool has_memory_pools = [] {
    int device = 0, supported = 0;
    require_cuda(cudaGetDevice(&device), "finding the device");
    require_cuda(cudaDeviceGetAttribute(&supported, cudaDevAttrMemoryPoolsSupported, device),
                 "asking for memory pools");
    return supported != 0;
  }();
  return has_memory_pools;
}

inline void* allocate_memory(uint64_t bytes, cudaStream_t stream) {
  bytes = std::max<uint64_t>(bytes, 1);
  void* memory = nullptr;
  require_cuda(
      has_memory_pools() ? cudaMallocAsync(&memory, bytes, stream) : cudaMalloc(&memory, bytes),
      ("no memory for " + std::to_string(bytes) + " bytes").c_str());
  return memory;
}

/// @param stream  on which the memory was last used.
inline void free_memory(void* memory, cudaStream_t stream) {
  if (memory == nullptr) return;
  if (has_memory_pools()) {
    cudaFreeAsync(memory, stream);
    return;
  }
  cudaStreamSynchronize(stream);  // memory without a pool is free at once
  cudaFree(memory);
}

}  // namespace lingan::engine::cuda
