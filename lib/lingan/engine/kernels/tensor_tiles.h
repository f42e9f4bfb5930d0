/// Tiles of a matrix product on tensor cores, nearly as exact as float32.
#pragma once

#include <cstdint>

#include <lingan/engine/kernels/matrix_tile.h>

namespace lingan::engine {

/// Each operand is split into two TF32 numbers, x = high + low, of whose products three matter. A
/// tensor core rounds its sums toward zero at every step, so that long sums come out too small:
/// high products are moved to float32 registers every kDepth steps, and the small ones have sums of
/// their own (Ootomo and Yokota 2022). What is left is below 2e-6 of a sum of positive numbers.
///
/// @tparam Core  the tensor core of one worker: a warp of the device, or a member of a smaller
/// team. It has fragments Rows [16, 8], Weights [8, 16] and Sums [16, 16], whose numbers are
/// x[0..num_elements-1] in any order; load, store, multiply_add and to_tf32.
template <class Core>
class TensorTiles {
 public:
  /// Tensor cores store rows whose distance is a multiple of four floats.
  static constexpr int kStride = kTile + 4;
  static constexpr int kSharedFloats = 2 * kTile * (32 + 8);

  /// See FloatTiles::multiply.
  template <class Team>
  static LINGAN_HD const float* multiply(Team& team, const Product& product,
                                         const TilePlace& place) {
    static_assert(kTile * kStride <= kSharedFloats);
    Strip strips[kStrips / kWorkers<Team>];
    for (Strip& strip : strips) strip.clear();
    for (int64_t k = 0; k < product.depth; k += kDepth) {
      stage(team, product, place, k);
      team.sync();
      for (int i = 0; i < kStrips / kWorkers<Team>; ++i) {
        strips[i].add(team.shared(), number_of(team, i));
      }
      team.sync();
    }
    for (int i = 0; i < kStrips / kWorkers<Team>; ++i) {
      strips[i].store(team.shared(), number_of(team, i));
    }
    team.sync();
    add_bias(team, product, place);
    team.sync();
    return team.shared();
  }

 private:
  static constexpr int kEdge = 16;            // of the fragments
  static constexpr int kStep = 8;             // their depth
  static constexpr int kAcross = 2;           // fragments of a strip
  static constexpr int kDepth = 32;           // staged at a time
  static constexpr int kPadded = kDepth + 8;  // keeps fragments aligned to 32 bytes
  static constexpr int kStripsAcross = kTile / (kAcross * kEdge);
  static constexpr int kStrips = kTile / kEdge * kStripsAcross;

  using Rows = typename Core::Rows;
  using Weights = typename Core::Weights;
  using Sums = typename Core::Sums;

  template <class Team>
  static constexpr int kWorkers = Team::kSize >= kWarp ? Team::kSize / kWarp : Team::kSize;

  /// Of a worker's strip i.
  template <class Team>
  static LINGAN_HD int number_of(const Team& team, int i) {
    const int worker = team.rank() * kWorkers<Team> / Team::kSize;
    return worker + i * kWorkers<Team>;
  }

  template <class Fragment>
  static LINGAN_HD void split(const Fragment& whole, Fragment& high, Fragment& low) {
    for (int i = 0; i < whole.num_elements; ++i) {
      high.x[i] = Core::to_tf32(whole.x[i]);
      low.x[i] = Core::to_tf32(whole.x[i] - high.x[i]);
    }
  }
  static LINGAN_HD void clear(Sums& sums) {
    for (int i = 0; i < sums.num_elements; ++i) sums.x[i] = 0.0f;
  }
  static LINGAN_HD void add(Sums& sums, const Sums& others) {
    for (int i = 0; i < sums.num_elements; ++i) sums.x[i] += others.x[i];
  }

  /// 16 rows by 32 outputs of the tile.
  struct Strip {
    Sums large[kAcross];  // of high products, added up outside of the tensor core
    Sums small[kAcross];  // of high and low ones

    LINGAN_HD void clear() {
      for (int i = 0; i < kAcross; ++i) {
        TensorTiles::clear(large[i]);
        TensorTiles::clear(small[i]);
      }
    }

    LINGAN_HD void add(const float* staged, int number) {
      const float* rows = staged + number / kStripsAcross * kEdge * kPadded;
      const float* weights = staged + (kTile + number % kStripsAcross * kAcross * kEdge) * kPadded;
      Sums high[kAcross];
      for (Sums& sums : high) TensorTiles::clear(sums);
      for (int k = 0; k < kDepth; k += kStep) {
        Rows a, a_high, a_low;
        Core::load(a, rows + k, kPadded);
        split(a, a_high, a_low);
        for (int i = 0; i < kAcross; ++i) {
          Weights b, b_high, b_low;
          Core::load(b, weights + i * kEdge * kPadded + k, kPadded);
          split(b, b_high, b_low);
          Core::multiply_add(small[i], a_low, b_high);
          Core::multiply_add(small[i], a_high, b_low);
          Core::multiply_add(high[i], a_high, b_high);
        }
      }
      for (int i = 0; i < kAcross; ++i) TensorTiles::add(large[i], high[i]);
    }

    LINGAN_HD void store(float* tile, int number) {
      float* to = tile + number / kStripsAcross * kEdge * kStride +
                  number % kStripsAcross * kAcross * kEdge;
      for (int i = 0; i < kAcross; ++i) {
        TensorTiles::add(large[i], small[i]);
        Core::store(to + i * kEdge, large[i], kStride);
      }
    }
  };

  template <class Team>
  static LINGAN_HD void stage(Team& team, const Product& product, const TilePlace& place,
                              int64_t k) {
    float* rows = team.shared();
    float* weights = rows + kTile * kPadded;
    for (int i = team.rank(); i < kTile * kDepth; i += Team::kSize) {
      const int at = i % kDepth, r = i / kDepth;
      rows[r * kPadded + at] = product.row_entry(place.row + r, k + at, place.rows);
      weights[r * kPadded + at] = product.weight_entry(place.output + r, k + at);
    }
  }

  template <class Team>
  static LINGAN_HD void add_bias(Team& team, const Product& product, const TilePlace& place) {
    if (product.bias == nullptr) return;
    for (int i = team.rank(); i < kTile * kTile; i += Team::kSize) {
      const int64_t output = place.output + i % kTile;
      if (output < product.outputs)
        team.shared()[i / kTile * kStride + i % kTile] += product.bias[output];
    }
  }
};

}  // namespace lingan::engine
