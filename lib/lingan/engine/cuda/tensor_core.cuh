/// The tensor core of a warp, for engine/kernels/tensor_tiles.h.
#pragma once

#include <mma.h>

namespace lingan::engine::cuda {

struct WarpTensorCore {
  using Tf32 = nvcuda::wmma::precision::tf32;
  using Rows =
      nvcuda::wmma::fragment<nvcuda::wmma::matrix_a, 16, 16, 8, Tf32, nvcuda::wmma::row_major>;
  using Weights =
      nvcuda::wmma::fragment<nvcuda::wmma::matrix_b, 16, 16, 8, Tf32, nvcuda::wmma::col_major>;
  using Sums = nvcuda::wmma::fragment<nvcuda::wmma::accumulator, 16, 16, 8, float>;

  template <class Fragment>
  static __device__ void load(Fragment& to, const float* from, int stride) {
    nvcuda::wmma::load_matrix_sync(to, from, stride);
  }
  static __device__ void store(float* to, const Sums& sums, int stride) {
    nvcuda::wmma::store_matrix_sync(to, sums, stride, nvcuda::wmma::mem_row_major);
  }
  static __device__ void multiply_add(Sums& sums, const Rows& rows, const Weights& weights) {
    nvcuda::wmma::mma_sync(sums, rows, weights, sums);
  }
  static __device__ float to_tf32(float x) { return nvcuda::wmma::__float_to_tf32(x); }
};

}  // namespace lingan::engine::cuda
