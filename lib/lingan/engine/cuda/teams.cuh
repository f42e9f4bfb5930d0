/// Teams of CUDA threads (engine/kernels/team.h).
#pragma once

#include <cstdint>

#include <lingan/engine/kernels/team.h>

namespace lingan::engine::cuda {

inline constexpr unsigned kAllLanes = 0xFFFFFFFFu;

/// The threads of a warp.
class WarpTeam {
 public:
  static constexpr int kSize = kWarp;

  __device__ int rank() const { return static_cast<int>(threadIdx.x % kWarp); }
  __device__ void sync() { __syncwarp(); }
  template <class T>
  __device__ T sum(T value) {
    for (int other = kWarp / 2; other > 0; other /= 2) {
      value += __shfl_xor_sync(kAllLanes, value, other);
    }
    return value;
  }
  template <class T>
  __device__ T largest(T value) {
    for (int other = kWarp / 2; other > 0; other /= 2) {
      const T theirs = __shfl_xor_sync(kAllLanes, value, other);
      if (theirs > value) value = theirs;
    }
    return value;
  }
  template <class T>
  __device__ T smallest(T value) {
    for (int other = kWarp / 2; other > 0; other /= 2) {
      const T theirs = __shfl_xor_sync(kAllLanes, value, other);
      if (theirs < value) value = theirs;
    }
    return value;
  }
  template <class T>
  __device__ T sum_before(T value) {
    T up_to = value;
    for (int distance = 1; distance < kWarp; distance *= 2) {
      const T theirs = __shfl_up_sync(kAllLanes, up_to, distance);
      if (rank() >= distance) up_to += theirs;
    }
    const T before = __shfl_up_sync(kAllLanes, up_to, 1);
    return rank() == 0 ? T{} : before;
  }
  template <class T>
  __device__ T from(T value, int rank) {
    return __shfl_sync(kAllLanes, value, rank);
  }
};

/// The threads of a block of kBlock. Every collective leaves its scratch free for the next.
class BlockTeam {
 public:
  static constexpr int kSize = kBlock;

  __device__ explicit BlockTeam(float* shared) : shared_(shared) {}

  __device__ int rank() const { return static_cast<int>(threadIdx.x); }
  __device__ void sync() { __syncthreads(); }
  __device__ float* shared() { return shared_; }
  template <class T>
  __device__ T sum(T value) {
    return across(warp_.sum(value), [](T a, T b) { return a + b; });
  }
  template <class T>
  __device__ T largest(T value) {
    return across(warp_.largest(value), [](T a, T b) { return a > b ? a : b; });
  }
  template <class T>
  __device__ T smallest(T value) {
    return across(warp_.smallest(value), [](T a, T b) { return a < b ? a : b; });
  }
  template <class T>
  __device__ T sum_before(T value) {
    T* scratch = this->scratch<T>();
    const T before = warp_.sum_before(value);
    if (warp_.rank() == kWarp - 1) scratch[warp()] = before + value;
    __syncthreads();
    T result = before;
    for (int w = 0; w < warp(); ++w) result += scratch[w];
    __syncthreads();
    return result;
  }
  template <class T>
  __device__ T from(T value, int rank) {
    T* scratch = this->scratch<T>();
    if (this->rank() == rank) scratch[0] = value;
    __syncthreads();
    const T result = scratch[0];
    __syncthreads();
    return result;
  }

 private:
  static constexpr int kWarps = kBlock / kWarp;

  __device__ int warp() const { return rank() / kWarp; }
  template <class T>
  __device__ T* scratch() {
    __shared__ T values[kWarps];
    return values;
  }
  template <class T, class Join>
  __device__ T across(T value, const Join& join) {
    T* scratch = this->scratch<T>();
    if (warp_.rank() == 0) scratch[warp()] = value;
    __syncthreads();
    T result = scratch[0];
    for (int w = 1; w < kWarps; ++w) result = join(result, scratch[w]);
    __syncthreads();
    return result;
  }

  WarpTeam warp_;
  float* shared_;
};

}  // namespace lingan::engine::cuda
