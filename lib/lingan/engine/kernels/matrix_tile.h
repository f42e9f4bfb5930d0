/// A 64 x 64 tile of a matrix product, in shared memory.
#pragma once

#include <cmath>
#include <cstdint>

#include <lingan/base/host_device.h>
#include <lingan/engine/kernels/team.h>

namespace lingan::engine {

/// C[r, o] = bias[o] + rows[r] . weight[o].
struct Product {
  const float* rows;       ///< row r begins at rows + number(r) * row_stride
  int64_t row_stride;      ///< floats
  const int32_t* numbers;  ///< [rows] or null: number(r) = r
  const float* weight;     ///< [outputs, depth]
  const float* bias;       ///< [outputs], or null: 0
  int64_t depth;
  int64_t outputs;

  /// Number k of row r, of `rows` in all: 0 outside of the matrix.
  LINGAN_HD float row_entry(int64_t r, int64_t k, int64_t rows_in_all) const {
    if (r >= rows_in_all || k >= depth) return 0.0f;
    const int64_t number = numbers != nullptr ? numbers[r] : r;
    return rows[number * row_stride + k];
  }
  /// Weight k of an output: 0 outside of the matrix.
  LINGAN_HD float weight_entry(int64_t output, int64_t k) const {
    if (output >= outputs || k >= depth) return 0.0f;
    return weight[output * depth + k];
  }
};

/// Where a tile lies: its first row and output, and how many rows there are in all.
struct TilePlace {
  int64_t row;
  int64_t output;
  int64_t rows;
};

inline constexpr int kTile = 64;

/// Computes tiles in float32, each sum in the order of the depth, as the CPU's microkernel does.
class FloatTiles {
 public:
  /// Floats from one row of the tile to the next; odd, so that threads that each walk along a row
  /// touch different banks.
  static constexpr int kStride = kTile + 1;
  static constexpr int kSharedFloats = kTile * kStride;

  /// @return the tile, rows kStride apart, visible to all members; entries outside of the matrix
  /// are undefined.
  template <class Team>
  static LINGAN_HD const float* multiply(Team& team, const Product& product,
                                         const TilePlace& place) {
    float sums[kPatches / Team::kSize][kPatch][kPatch];
    start(team, product, place, sums);
    for (int64_t k = 0; k < product.depth; k += kDepth) {
      const int depth = static_cast<int>(product.depth - k < kDepth ? product.depth - k : kDepth);
      stage(team, product, place, k);
      team.sync();
      accumulate(team, depth, sums);
      team.sync();
    }
    store(team, sums);
    team.sync();
    return team.shared();
  }

 private:
  // Every thread of a block owns a patch of 4 x 4 results; members of a smaller team own several.
  static constexpr int kPatch = 4;
  static constexpr int kAcross = kTile / kPatch;
  static constexpr int kPatches = kAcross * kAcross;
  // Depth that is staged at a time: rows at [0, kDepth), weights after them.
  static constexpr int kDepth = 16;
  static_assert(kPatches == kBlock && 2 * kDepth * kStride <= kSharedFloats);

  template <class Team>
  static LINGAN_HD void start(const Team& team, const Product& product, const TilePlace& place,
                              float (*sums)[kPatch][kPatch]) {
    for (int i = 0; i < kPatches / Team::kSize; ++i) {
      const int column = (team.rank() + i * Team::kSize) % kAcross * kPatch;
      for (int c = 0; c < kPatch; ++c) {
        const int64_t output = place.output + column + c;
        const bool real = product.bias != nullptr && output < product.outputs;
        for (int r = 0; r < kPatch; ++r) sums[i][r][c] = real ? product.bias[output] : 0.0f;
      }
    }
  }

  template <class Team>
  static LINGAN_HD void stage(Team& team, const Product& product, const TilePlace& place,
                              int64_t k) {
    float* rows = team.shared();
    float* weights = rows + kDepth * kStride;
    for (int i = team.rank(); i < kTile * kDepth; i += Team::kSize) {
      const int at = i % kDepth, r = i / kDepth;
      rows[at * kStride + r] = product.row_entry(place.row + r, k + at, place.rows);
      weights[at * kStride + r] = product.weight_entry(place.output + r, k + at);
    }
  }

  template <class Team>
  static LINGAN_HD void accumulate(Team& team, int depth, float (*sums)[kPatch][kPatch]) {
    const float* rows = team.shared();
    const float* weights = rows + kDepth * kStride;
    for (int i = 0; i < kPatches / Team::kSize; ++i) {
      const int patch = team.rank() + i * Team::kSize;
      const int row = patch / kAcross * kPatch, column = patch % kAcross * kPatch;
      for (int k = 0; k < depth; ++k) {
        for (int r = 0; r < kPatch; ++r) {
          const float x = rows[k * kStride + row + r];
          for (int c = 0; c < kPatch; ++c) {
            sums[i][r][c] = fmaf(x, weights[k * kStride + column + c], sums[i][r][c]);
          }
        }
      }
    }
  }

  template <class Team>
  static LINGAN_HD void store(Team& team, const float (*sums)[kPatch][kPatch]) {
    float* tile = team.shared();
    for (int i = 0; i < kPatches / Team::kSize; ++i) {
      const int patch = team.rank() + i * Team::kSize;
      const int row = patch / kAcross * kPatch, column = patch % kAcross * kPatch;
      for (int r = 0; r < kPatch; ++r) {
        for (int c = 0; c < kPatch; ++c) tile[(row + r) * kStride + column + c] = sums[i][r][c];
      }
    }
  }
};

/// Tiles that cover [0, count).
LINGAN_HD inline int64_t tiles(int64_t count) { return (count + kTile - 1) / kTile; }

}  // namespace lingan::engine
