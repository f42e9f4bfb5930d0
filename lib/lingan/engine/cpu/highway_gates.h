/// The pointwise half of a highway layer and its gradient, for the calling thread alone:
/// y = x + sigmoid(t) (ReLU(h) - x), with h and t side by side in a row of 2F, or equal in one of F
/// where transform and gate share their weights.
#pragma once

#include <cstdint>

namespace lingan::engine {

/// The size of a layer.
struct HighwayShape {
  int64_t width;  ///< F
  bool shared;    ///< t = h

  int64_t sums() const { return shared ? width : 2 * width; }  ///< of a row
};

/// One row forward. @param sums  [shape.sums()]: h, then t.  @param x, y  [F].
void highway_row(const HighwayShape& shape, const float* sums, const float* x, float* y);

/// One row of a gradient.
struct HighwaySlope {
  const float* sums;   ///< [shape.sums()]: h, then t
  const float* x;      ///< [F]
  const float* slope;  ///< [F]: the gradient in y
  float* from_sums;    ///< [shape.sums()], written: the gradient in h and t
  float* from_x;       ///< [F], written: the gradient in x that does not go through h and t
};
void highway_row_slope(const HighwayShape& shape, const HighwaySlope& row);

}  // namespace lingan::engine
