/// The product of a list of rows with an affine layer, tile by tile.
#pragma once

#include <cstdint>

#include <lingan/engine/kernels/matrix_tile.h>
#include <lingan/engine/kernels/row_list.h>

namespace lingan::engine {

/// results[i] = layer of row first + i: a piece is one tile, those of the same rows together.
/// @tparam Tiles  how a tile is multiplied: FloatTiles, or tensor cores.
template <class Tiles>
struct LayerProductKernel {
  static constexpr int kTeam = kBlock;
  static constexpr int kSharedFloats = Tiles::kSharedFloats;

  Product product;
  int64_t most_rows;     ///< no more rows than this
  const int32_t* count;  ///< rows are first..count-1; null: all of most_rows
  int64_t first;         ///< product.numbers begins with this row's
  float* results;        ///< [rows, outputs], written

  LINGAN_HD int64_t pieces() const { return tiles(most_rows) * tiles(product.outputs); }

  template <class Team>
  LINGAN_HD void operator()(Team& team, int64_t piece) const {
    const int64_t across = tiles(product.outputs);
    const int64_t left = count != nullptr ? *count - first : most_rows;
    const int64_t rows = left < most_rows ? left : most_rows;
    const TilePlace place{piece / across * kTile, piece % across * kTile, rows};
    if (place.row >= rows) return;
    const float* tile = Tiles::multiply(team, product, place);
    for (int i = team.rank(); i < kTile * kTile; i += Team::kSize) {
      const int64_t row = place.row + i / kTile, output = place.output + i % kTile;
      if (row >= rows || output >= product.outputs) continue;
      results[row * product.outputs + output] = tile[i / kTile * Tiles::kStride + i % kTile];
    }
    team.sync();
  }
};

}  // namespace lingan::engine
