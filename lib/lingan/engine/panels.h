/// Rows of weights side by side in panels: the order in which the CPU's products read them.
#pragma once

#include <cstdint>

namespace lingan::engine {

/// Rows of weights, the columns of a product, in one panel.
inline constexpr int64_t kPanel = 32;

/// How many panels hold so many rows.
inline constexpr int64_t panels_of(int64_t rows) { return (rows + kPanel - 1) / kPanel; }

/// A matrix of weights.
struct WeightRows {
  const float* values;  ///< [count, depth]
  int64_t count;
  int64_t depth;
};

/// Writes panels [begin, end) of a matrix to `panels`, [panels, depth, kPanel]: panel p holds rows
/// p*kPanel.., its columns, with zeros after the last row.
void pack_panels(const WeightRows& rows, int64_t begin, int64_t end, float* panels);

}  // namespace lingan::engine
