/// Tiles of a matrix product on tensor cores, nearly as exact as float32.
#pragma once

#include <mma.h>

#include <cstdint>

#include <lingan/engine/kernels/matrix_tile.h>

namespace lingan::engine::cuda {

/// Each operand is split into two TF32 numbers, x = high + low, and the three products that matter
/// are added in float32: the error is about 2^-21 of the product of magnitudes, not TF32's 2^-11.
/// For blocks of kBlock threads: each of the 8 warps owns 16 rows by 32 outputs.
class TensorTiles {
 public:
  /// The matrix instructions store rows whose distance is a multiple of four floats.
  static constexpr int kStride = kTile + 4;
  static constexpr int kSharedFloats = 2 * kTile * (32 + 8);

  template <class Team>
  static __device__ const float* multiply(Team& team, const Product& product,
                                          const TilePlace& place) {
    static_assert(Team::kSize == kBlock && kTile * kStride <= kSharedFloats);
    Sums sums[kAcross];
    for (Sums& sum : sums) nvcuda::wmma::fill_fragment(sum, 0.0f);
    for (int64_t k = 0; k < product.depth; k += kDepth) {
      stage(team, product, place, k);
      team.sync();
      accumulate(team, sums);
      team.sync();
    }
    const int warp = team.rank() / kWarp;
    float* tile = team.shared();
    for (int i = 0; i < kAcross; ++i) {
      float* to = tile + warp / 2 * kEdge * kStride + (warp % 2 * kAcross + i) * kEdge;
      nvcuda::wmma::store_matrix_sync(to, sums[i], kStride, nvcuda::wmma::mem_row_major);
    }
    team.sync();
    add_bias(team, product, place);
    team.sync();
    return tile;
  }

 private:
  static constexpr int kEdge = 16;            // of the fragments
  static constexpr int kStep = 8;             // their depth
  static constexpr int kAcross = 2;           // fragments of a warp
  static constexpr int kDepth = 32;           // staged at a time
  static constexpr int kPadded = kDepth + 8;  // keeps fragments aligned to 32 bytes
  using Tf32 = nvcuda::wmma::precision::tf32;
  using Sums = nvcuda::wmma::fragment<nvcuda::wmma::accumulator, kEdge, kEdge, kStep, float>;
  using Rows = nvcuda::wmma::fragment<nvcuda::wmma::matrix_a, kEdge, kEdge, kStep, Tf32,
                                      nvcuda::wmma::row_major>;
  using Weights = nvcuda::wmma::fragment<nvcuda::wmma::matrix_b, kEdge, kEdge, kStep, Tf32,
                                         nvcuda::wmma::col_major>;

  template <class Team>
  static __device__ void stage(Team& team, const Product& product, const TilePlace& place,
                               int64_t k) {
    float* rows = team.shared();
    float* weights = rows + kTile * kPadded;
    for (int i = team.rank(); i < kTile * kDepth; i += Team::kSize) {
      const int at = i % kDepth, r = i / kDepth;
      rows[r * kPadded + at] = product.row_entry(place.row + r, k + at, place.rows);
      weights[r * kPadded + at] = product.weight_entry(place.output + r, k + at);
    }
  }

  template <class Fragment>
  static __device__ void split(const Fragment& whole, Fragment& high, Fragment& low) {
    for (int i = 0; i < whole.num_elements; ++i) {
      high.x[i] = nvcuda::wmma::__float_to_tf32(whole.x[i]);
      low.x[i] = nvcuda::wmma::__float_to_tf32(whole.x[i] - high.x[i]);
    }
  }

  template <class Team>
  static __device__ void accumulate(Team& team, Sums (&sums)[kAcross]) {
    const int warp = team.rank() / kWarp;
    const float* rows = team.shared() + warp / 2 * kEdge * kPadded;
    const float* weights = team.shared() + kTile * kPadded;
    for (int k = 0; k < kDepth; k += kStep) {
      Rows a, a_high, a_low;
      nvcuda::wmma::load_matrix_sync(a, rows + k, kPadded);
      split(a, a_high, a_low);
      for (int i = 0; i < kAcross; ++i) {
        Weights b, b_high, b_low;
        const int column = (warp % 2 * kAcross + i) * kEdge;
        nvcuda::wmma::load_matrix_sync(b, weights + column * kPadded + k, kPadded);
        split(b, b_high, b_low);
        nvcuda::wmma::mma_sync(sums[i], a_low, b_high, sums[i]);
        nvcuda::wmma::mma_sync(sums[i], a_high, b_low, sums[i]);
        nvcuda::wmma::mma_sync(sums[i], a_high, b_high, sums[i]);
      }
    }
  }

  template <class Team>
  static __device__ void add_bias(Team& team, const Product& product, const TilePlace& place) {
    if (product.bias == nullptr) return;
    for (int i = team.rank(); i < kTile * kTile; i += Team::kSize) {
      const int64_t output = place.output + i % kTile;
      if (output < product.outputs)
        team.shared()[i / kTile * kStride + i % kTile] += product.bias[output];
    }
  }
};

}  // namespace lingan::engine::cuda
