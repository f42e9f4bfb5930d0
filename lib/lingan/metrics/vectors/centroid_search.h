/// The nearest centroid of every point, again and again while the centroids move.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <lingan/base/large_buffer.h>
#include <lingan/metrics/vectors/centroid_kernels.h>
#include <lingan/metrics/vectors/principal_components.h>

namespace lingan::metrics {

/// Exact, as if every distance were computed, up to the rounding of float32; ties go to the first
/// centroid. It remembers a lower bound of every distance, by which later searches leave out the
/// centroids that cannot be nearest (Elkan 2003, "Using the triangle inequality to accelerate
/// k-means"), and then those that cannot be by their first coordinates. Where many are left, it
/// multiplies matrices. Results do not depend on threads.
class CentroidSearch {
 public:
  /// @param points  must live as long as the search.
  CentroidSearch(const Points& points, int64_t clusters);

  /// Searches for the first time, or again after any change of all centroids.
  /// @param centroids  [k, D]
  void start(const std::vector<float>& centroids);
  /// Searches after centroids moved.
  void update(const std::vector<float>& centroids);

  const std::vector<NearestCentroid>& nearest() const { return nearest_; }  ///< [N]

 private:
  using Products = std::array<float, kDotProducts>;
  /// Centroids that are measured at once.
  struct Group {
    std::array<int32_t, kDotProducts> clusters = {};
    Products heads = {};  ///< products of the first coordinates
    size_t size = 0;
  };

  void set_centroids(const std::vector<float>& centroids);
  void search_block(int64_t begin, int64_t end);
  void multiply(int64_t begin, int64_t end);
  int64_t candidates_of(int64_t point, int32_t* candidates);
  void refine(int64_t point, std::span<const int32_t> candidates);
  CentroidRow row_of(int64_t point) const;
  float* bounds_of(int64_t point);
  float limit_of(int64_t point) const;
  float measured(int64_t point, int32_t cluster, float product);
  void measure_own(int64_t point);
  Products products_of(int64_t point, Group& group, int64_t first, int64_t last) const;
  void sift(int64_t point, Group& heads, Group& wholes);
  void take_nearer(int64_t point, Group& wholes);

  const Points& points_;
  int64_t clusters_;
  int64_t bounded_;  ///< points that have bounds; memory is limited
  int64_t head_;     ///< of the coordinates, those that are looked at first
  std::vector<float> point_norms_, point_tails_;  ///< |x|^2; length without the head
  std::vector<float> centroids_, norms_, tails_, drifts_;
  std::vector<char> moved_;  ///< in the last update
  std::vector<int32_t> moved_clusters_;
  LargeBuffer bounds_;  ///< [bounded, k]
  std::vector<NearestCentroid> nearest_;
};

}  // namespace lingan::metrics
