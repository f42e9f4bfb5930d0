/// Rows of distances between points and centroids, in SIMD. All are squared and in float32.
#pragma once

#include <cstdint>

namespace lingan::metrics {

/// The nearest of some centroids, the first of equals.
struct NearestCentroid {
  int32_t cluster = 0;
  float distance = 0;  ///< |x - c|^2, >= 0
};

/// What a row is computed from; [k] is a number for each centroid.
struct CentroidRow {
  const float* norms = nullptr;   ///< [k], |c|^2
  const float* drifts = nullptr;  ///< [k], how far each has moved since it was counted
  int64_t clusters = 0;           ///< k
  float point_norm = 0;           ///< |x|^2
};

/// How far a computed squared distance may be from the true one, as a share of |x|^2 + |c|^2: what
/// sums of thousands of products lose in float32.
inline constexpr float kDistanceSlack = 0x1p-16f;

/// The nearest centroid, given the products x c of all.
/// @param bounds  [k], is set to a distance (not squared) that the true one is not below, plus the
/// drift; null: nothing is.
NearestCentroid nearest_by_products(const CentroidRow& row, const float* products, float* bounds);

/// The centroids that may be nearer than a distance (not squared): those with bound - drift <
/// limit.
/// @param indices  [k + kVectorNumbers] gets their places in order.  @return how many they are.
int64_t find_candidates(const CentroidRow& row, const float* bounds, float limit, int32_t* indices);

/// Numbers of the longest vector of an instruction set, which find_candidates may write too many.
inline constexpr int64_t kVectorNumbers = 64;

/// How many products dot_products makes at once.
inline constexpr int64_t kDotProducts = 4;

/// Sums of products of one vector with kDotProducts others, all of `width` numbers. Each is the
/// same whatever the others are.
void dot_products(const float* a, const float* const* others, int64_t width, float* products);

/// The same with one other.
float dot_product(const float* a, const float* b, int64_t width);

}  // namespace lingan::metrics
