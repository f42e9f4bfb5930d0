/// The pointwise half of a highway layer and its gradient, for the calling thread alone:
/// y = x + sigmoid(t) (ReLU(h) - x), with h and t side by side in a row of 2F.
#pragma once

#include <cstdint>

namespace lingan::engine {

/// One row forward. @param sums  [2F]: h, then t.  @param x, y  [F].
void highway_row(const float* sums, const float* x, int64_t width, float* y);

/// One row of a gradient.
struct HighwaySlope {
  const float* sums;   ///< [2F]: h, then t
  const float* x;      ///< [F]
  const float* slope;  ///< [F]: the gradient in y
  float* from_sums;    ///< [2F], written: the gradient in h and t
  float* from_x;       ///< [F], written: the gradient in x that does not go through h and t
};
void highway_row_slope(const HighwaySlope& row, int64_t width);

}  // namespace lingan::engine
