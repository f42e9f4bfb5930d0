/// The CUDA backend: memory and launches on a stream of the current device.
#pragma once

#include <cuda_runtime.h>

#include <cstdint>
#include <utility>

#include <lingan/engine/cuda/memory.cuh>
#include <lingan/engine/cuda/teams.cuh>

namespace lingan::engine::cuda {

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
    // For counts of 64 bits (cut_row.h), too.
    __shared__ alignas(8) float shared[Kernel::kSharedFloats > 0 ? Kernel::kSharedFloats : 1];
    BlockTeam team(shared);
    kernel(team, blockIdx.x);
  }
}

class Backend {
 public:
  /// @param stream  a cudaStream_t; null: the default stream.
  explicit Backend(void* stream) : stream_(static_cast<cudaStream_t>(stream)) {}

  void* stream() const { return stream_; }

  /// Goes on with another stream, which waits for what this one has to do. Arrays keep theirs.
  void use(void* stream) {
    const auto next = static_cast<cudaStream_t>(stream);
    if (next == stream_) return;
    cudaEvent_t done;
    require_cuda(cudaEventCreateWithFlags(&done, cudaEventDisableTiming), "changing the stream");
    const cudaError_t recorded = cudaEventRecord(done, stream_);
    const cudaError_t waits = cudaStreamWaitEvent(next, done, 0);
    cudaEventDestroy(done);
    require_cuda(recorded, "changing the stream");
    require_cuda(waits, "changing the stream");
    stream_ = next;
  }

  /// Device memory that a destructor gives back, on the stream on which it was allocated.
  template <class T>
  class Array {
   public:
    Array() = default;
    Array(int64_t count, cudaStream_t stream)
        : data_(static_cast<T*>(allocate_memory(static_cast<uint64_t>(count) * sizeof(T), stream))),
          stream_(stream) {}
    Array(Array&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), stream_(other.stream_) {}
    Array& operator=(Array&& other) noexcept {
      std::swap(data_, other.data_);
      std::swap(stream_, other.stream_);
      return *this;
    }
    ~Array() { free_memory(data_, stream_); }
    T* data() const { return data_; }

   private:
    T* data_ = nullptr;
    cudaStream_t stream_ = nullptr;
  };

  template <class T>
  Array<T> allocate(int64_t count) const {
    return Array<T>(count, stream_);
  }

  /// Between any two of host and device. Pageable memory of the host has been read when the call
  /// returns, and any other after wait().
  void copy(void* to, const void* from, size_t bytes) const {
    require_cuda(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDefault, stream_), "copying memory");
  }
  void clear(void* to, size_t bytes) const { fill(to, 0, bytes); }
  void fill(void* to, int byte, size_t bytes) const {
    require_cuda(cudaMemsetAsync(to, byte, bytes, stream_), "clearing memory");
  }
  void wait() const {
    require_cuda(cudaStreamSynchronize(stream_), "running the engine's kernels");
  }

  template <class Kernel>
  void launch(const Kernel& kernel, int64_t pieces) const {
    if (pieces <= 0) return;
    const int64_t each = kBlock / Kernel::kTeam;
    const auto blocks = static_cast<unsigned>((pieces + each - 1) / each);
    run_pieces<<<blocks, kBlock, 0, stream_>>>(kernel, pieces);
    require_cuda(cudaGetLastError(), "launching a kernel");
  }

 private:
  cudaStream_t stream_;
};

}  // namespace lingan::engine::cuda
