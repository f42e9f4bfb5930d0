/// The product of a list of rows with an affine layer: tile by tile, or made ready for a library.
#pragma once

#include <cstdint>

#include <lingan/engine/kernels/matrix_tile.h>
#include <lingan/engine/kernels/row_list.h>

namespace lingan::engine {

/// results[i] = layer of row range.first + i: a piece is one tile, those of the same rows together.
struct LayerProductKernel {
  static constexpr int kTeam = kBlock;
  static constexpr int kSharedFloats = FloatTiles::kSharedFloats;

  Product product;
  RowRange range;  ///< product.numbers begins with its first row's
  float* results;  ///< [range.maximum, outputs], written

  LINGAN_HD int64_t pieces() const { return tiles(range.maximum) * tiles(product.outputs); }

  template <class Team>
  LINGAN_HD void operator()(Team& team, int64_t piece) const {
    const int64_t across = tiles(product.outputs), rows = range.rows();
    const TilePlace place{piece / across * kTile, piece % across * kTile, rows};
    if (place.row >= rows) return;
    const float* tile = FloatTiles::multiply(team, product, place);
    for (int i = team.rank(); i < kTile * kTile; i += Team::kSize) {
      const int64_t row = place.row + i / kTile, output = place.output + i % kTile;
      if (row >= rows || output >= product.outputs) continue;
      results[row * product.outputs + output] = tile[i / kTile * FloatTiles::kStride + i % kTile];
    }
    team.sync();
  }
};

/// Prepares a LayerProductKernel's work for a DeviceProduct, which takes as many rows as there can
/// be: gathers the rows that are there, zeros for others, and begins results with the bias. A piece
/// is one row.
struct ProductOperandsKernel {
  static constexpr int kTeam = kBlock;
  static constexpr int kSharedFloats = 0;

  LayerProductKernel layer;
  float* gathered;  ///< [range.maximum, depth], written

  template <class Team>
  LINGAN_HD void operator()(Team& team, int64_t row) const {
    const Product& product = layer.product;
    const int64_t rows = layer.range.rows();
    for (int64_t k = team.rank(); k < product.depth; k += Team::kSize) {
      gathered[row * product.depth + k] = product.row_entry(row, k, rows);
    }
    for (int64_t o = team.rank(); o < product.outputs; o += Team::kSize) {
      layer.results[row * product.outputs + o] = product.bias != nullptr ? product.bias[o] : 0.0f;
    }
  }
};

}  // namespace lingan::engine
