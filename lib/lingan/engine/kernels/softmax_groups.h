/// The first half of a fused draw: for groups of tokens, the largest logit and the sum of
/// exponentials. Logits live in shared memory alone.
#pragma once

#include <cmath>
#include <cstdint>

#include <lingan/engine/kernels/matrix_tile.h>

namespace lingan::engine {

/// Sums of the groups of kTile tokens: group g of row i has sum of e^(scale logit - maxima[i, g]).
struct GroupSums {
  float* maxima;   ///< [rows, groups]
  float* sums;     ///< [rows, groups]
  int64_t groups;  ///< tiles(V)
};

/// A piece is one tile of the output layer.
template <class Tiles>
struct SoftmaxGroupsKernel {
  static constexpr int kTeam = kBlock;
  // Behind the tile: maximum and sum of a quarter of each row.
  static constexpr int kQuarters = 4;
  static constexpr int kSharedFloats = Tiles::kSharedFloats + 2 * kQuarters * kTile;

  Product product;  ///< of the output layer
  int64_t most_rows;
  const int32_t* count;  ///< rows; null: all of most_rows
  float scale;           ///< 1 / temperature
  GroupSums result;

  LINGAN_HD int64_t pieces() const { return tiles(most_rows) * result.groups; }

  template <class Team>
  LINGAN_HD void operator()(Team& team, int64_t piece) const {
    const int64_t group = piece % result.groups;
    const TilePlace place{piece / result.groups * kTile, group * kTile,
                          count != nullptr ? *count : most_rows};
    if (place.row >= place.rows) return;
    const float* tile = Tiles::multiply(team, product, place);
    float* maxima = team.shared() + Tiles::kSharedFloats;
    float* sums = maxima + kQuarters * kTile;
    const int width = static_cast<int>(
        product.outputs - place.output < kTile ? product.outputs - place.output : kTile);
    for (int i = team.rank(); i < kQuarters * kTile; i += Team::kSize) {
      sum_quarter(tile, width, i, maxima, sums);
    }
    team.sync();
    for (int r = team.rank(); r < kTile && place.row + r < place.rows; r += Team::kSize) {
      join_quarters(maxima, sums, r, (place.row + r) * result.groups + group);
    }
    team.sync();
  }

 private:
  LINGAN_HD void sum_quarter(const float* tile, int width, int i, float* maxima,
                             float* sums) const {
    const int first = i / kTile * (kTile / kQuarters);
    const int last = first + kTile / kQuarters < width ? first + kTile / kQuarters : width;
    const float* logits = tile + i % kTile * Tiles::kStride;
    float top = -INFINITY;
    for (int c = first; c < last; ++c) top = fmaxf(top, scale * logits[c]);
    float sum = 0.0f;
    for (int c = first; c < last; ++c) sum += expf(scale * logits[c] - top);
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
