/// The CUDA backend: memory and launches on the default stream of the current device.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>
#include <string>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/engine/kernels/tensor_tiles.h>
#include <lingan/engine/cuda/teams.cuh>
#include <lingan/engine/cuda/tensor_core.cuh>

namespace lingan::engine::cuda {

/// @throws IoError if a call of the CUDA runtime failed.
inline void require_cuda(cudaError_t result, const char* what) {
  if (result == cudaSuccess) return;
  cudaGetLastError();
  throw IoError(std::string("CUDA: ") + what + ": " + cudaGetErrorString(result));
}

/// Runs a kernel's pieces with teams of its size.
template <class Kernel>
__global__ void __launch_bounds__(kBlock) run_pieces(const Kernel kernel, int64_t pieces) {
  if constexpr (Kernel::kTeam == kThread) {
    const int64_t piece = int64_t{blockIdx.x} * kBlock + threadIdx.x;
    if (piece >= pieces) return;
    SerialTeam team(nullptr);
    kernel(team, piece);
  } else if constexpr (Kernel::kTeam == kWarp) {
    static_assert(Kernel::kSharedFloats == 0);
    const int64_t piece = int64_t{blockIdx.x} * (kBlock / kWarp) + threadIdx.x / kWarp;
    if (piece >= pieces) return;
    WarpTeam team;
    kernel(team, piece);
  } else {
    static_assert(Kernel::kTeam == kBlock);
    __shared__ alignas(32) float shared[Kernel::kSharedFloats > 0 ? Kernel::kSharedFloats : 1];
    BlockTeam team(shared);
    kernel(team, blockIdx.x);
  }
}

class Backend {
 public:
  using WideTiles = TensorTiles<WarpTensorCore>;

  /// Device memory that a destructor gives back.
  template <class T>
  class Array {
   public:
    Array() = default;
    explicit Array(int64_t count) {
      const size_t bytes = static_cast<size_t>(count > 0 ? count : 1) * sizeof(T);
      require_cuda(cudaMallocAsync(reinterpret_cast<void**>(&data_), bytes, nullptr),
                   ("no memory for " + std::to_string(bytes) + " bytes").c_str());
    }
    Array(Array&& other) noexcept : data_(std::exchange(other.data_, nullptr)) {}
    Array& operator=(Array&& other) noexcept {
      std::swap(data_, other.data_);
      return *this;
    }
    ~Array() {
      if (data_ != nullptr) cudaFreeAsync(data_, nullptr);
    }
    T* data() const { return data_; }

   private:
    T* data_ = nullptr;
  };

  template <class T>
  Array<T> allocate(int64_t count) const {
    return Array<T>(count);
  }

  /// Between any two of host and device. Memory of the host is read or written when the call
  /// returns.
  void copy(void* to, const void* from, size_t bytes) const {
    require_cuda(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDefault, nullptr), "copying memory");
  }
  void clear(void* to, size_t bytes) const { fill(to, 0, bytes); }
  void fill(void* to, int byte, size_t bytes) const {
    require_cuda(cudaMemsetAsync(to, byte, bytes, nullptr), "clearing memory");
  }
  void wait() const {
    require_cuda(cudaStreamSynchronize(nullptr), "running the engine's kernels");
  }

  template <class Kernel>
  void launch(const Kernel& kernel, int64_t pieces) const {
    if (pieces <= 0) return;
    const int64_t each = kBlock / Kernel::kTeam;
    run_pieces<<<static_cast<unsigned>((pieces + each - 1) / each), kBlock>>>(kernel, pieces);
    require_cuda(cudaGetLastError(), "launching a kernel");
  }
};

}  // namespace lingan::engine::cuda
