/// The first half of a fused draw: for groups of tokens, the largest logit and the sum of
/// exponentials.
#pragma once

#include <cmath>
#include <cstdint>

#include <lingan/engine/kernels/matrix_tile.h>
#include <lingan/engine/kernels/row_list.h>

namespace lingan::engine {

/// Sums of the groups of kTile tokens: group g of row i has sum of e^(scale logit - maxima[i, g]).
struct GroupSums {
  float* maxima;   ///< [rows, groups]
  float* sums;     ///< [rows, groups]
  int64_t groups;  ///< tiles(V)
};

/// Logits that the output layer's product gives tile by tile; they live in shared memory alone.
struct ComputedLogits : Product {
  /// See FloatTiles::multiply.
  template <class Team>
  LINGAN_HD const float* tile(Team& team, const TilePlace& place) const {
    return FloatTiles::multiply(team, *this, place);
  }
};

/// Logits that a DeviceProduct has left in memory.
struct StoredLogits {
  const float* logits;  ///< [rows, V]
  int64_t outputs;      ///< V

  template <class Team>
  LINGAN_HD const float* tile(Team& team, const TilePlace& place) const {
    for (int i = team.rank(); i < kTile * kTile; i += Team::kSize) {
      const int64_t row = place.row + i / kTile, token = place.output + i % kTile;
      const bool real = row < place.rows && token < outputs;
      team.shared()[i / kTile * FloatTiles::kStride + i % kTile] =
          real ? logits[row * outputs + token] : 0.0f;
    }
    team.sync();
    return team.shared();
  }
};

/// A piece is one tile of logits.
/// @tparam Logits  ComputedLogits or StoredLogits; their row 0 is that of place range.first.
template <class Logits>
struct SoftmaxGroupsKernel {
  static constexpr int kTeam = kBlock;
  // After the tile: maximum and sum of a quarter of each row.
  static constexpr int kQuarters = 4;
  static constexpr int kSharedFloats = FloatTiles::kSharedFloats + 2 * kQuarters * kTile;

  Logits logits;
  RowRange range;
  float scale;       ///< 1 / temperature
  GroupSums result;  ///< of all places

  LINGAN_HD int64_t pieces() const { return tiles(range.maximum) * result.groups; }

  template <class Team>
  LINGAN_HD void operator()(Team& team, int64_t piece) const {
    const int64_t group = piece % result.groups;
    const TilePlace place{piece / result.groups * kTile, group * kTile, range.rows()};
    if (place.row >= place.rows) return;
    const float* tile = logits.tile(team, place);
    float* maxima = team.shared() + FloatTiles::kSharedFloats;
    float* sums = maxima + kQuarters * kTile;
    const int64_t left = logits.outputs - place.output;
    const int width = static_cast<int>(left < kTile ? left : kTile);
    for (int i = team.rank(); i < kQuarters * kTile; i += Team::kSize) {
      sum_quarter(tile, width, i, maxima, sums);
    }
    team.sync();
    for (int r = team.rank(); r < kTile && place.row + r < place.rows; r += Team::kSize) {
      join_quarters(maxima, sums, r, (range.first + place.row + r) * result.groups + group);
    }
    team.sync();
  }

 private:
  LINGAN_HD void sum_quarter(const float* tile, int width, int i, float* maxima,
                             float* sums) const {
    const int first = i / kTile * (kTile / kQuarters);
    const int last = first + kTile / kQuarters < width ? first + kTile / kQuarters : width;
    const float* row = tile + i % kTile * FloatTiles::kStride;
    float top = -INFINITY;
    for (int c = first; c < last; ++c) top = fmaxf(top, scale * row[c]);
    float sum = 0.0f;
    for (int c = first; c < last; ++c) sum += expf(scale * row[c] - top);
    maxima[i] = top;
    sums[i] = sum;
  }

  LINGAN_HD void join_quarters(const float* maxima, const float* sums, int r, int64_t to) const {
    float top = -INFINITY;
    for (int q = 0; q < kQuarters; ++q) top = fmaxf(top, maxima[q * kTile + r]);
    float sum = 0.0f;
    for (int q = 0; q < kQuarters; ++q) {
      // A quarter beyond the vocabulary has no tokens.
      if (sums[q * kTile + r] != 0.0f)
        sum += sums[q * kTile + r] * expf(maxima[q * kTile + r] - top);
    }
    result.maxima[to] = top;
    result.sums[to] = sum;
  }
};

}  // namespace lingan::engine
