#include <lingan/metrics/vectors/centroid_search.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <span>

#include <lingan/base/parallel.h>
#include <lingan/engine/cpu/product.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kBlock = 128;                       // points that are searched together
constexpr int64_t kMaximumBounds = int64_t{1} << 28;  // 1 GiB
constexpr int64_t kWorthMultiplying = 5;  // a dot product costs as much as so many of a matrix
constexpr float kRoundUp = 1 + 0x1p-12f;
constexpr int64_t kHeadStep = 16;  // whole vectors of any instruction set

float squared_length(std::span<const float> vector) {
  return dot_product(vector.data(), vector.data(), static_cast<int64_t>(vector.size()));
}

}  // namespace

CentroidSearch::CentroidSearch(const Points& points, int64_t clusters)
    : points_(points),
      clusters_(clusters),
      bounded_(std::min(points.size(), kMaximumBounds / clusters / kBlock * kBlock)),
      head_(points.width / 4 / kHeadStep * kHeadStep),
      point_norms_(points.size()),
      point_tails_(points.size()),
      norms_(clusters),
      tails_(clusters),
      drifts_(clusters),
      moved_(clusters),
      bounds_(bounded_ * clusters),
      nearest_(points.size()) {
  for (int64_t i = 0; i < points.size(); ++i) {
    point_norms_[i] = squared_length(points[i]);
    point_tails_[i] = std::sqrt(squared_length(points[i].subspan(head_)));
  }
}

void CentroidSearch::set_centroids(const std::vector<float>& centroids) {
  centroids_ = centroids;
  for (int64_t j = 0; j < clusters_; ++j) {
    const auto centroid = std::span(centroids_).subspan(j * points_.width, points_.width);
    norms_[j] = squared_length(centroid);
    tails_[j] = std::sqrt(squared_length(centroid.subspan(head_)));
  }
}

void CentroidSearch::start(const std::vector<float>& centroids) {
  set_centroids(centroids);
  std::fill(drifts_.begin(), drifts_.end(), 0.0f);
  parallel_for(points_.size(), kBlock,
               [this](int64_t begin, int64_t end) { multiply(begin, end); });
}

void CentroidSearch::update(const std::vector<float>& centroids) {
  const int64_t width = points_.width;
  moved_clusters_.clear();
  for (int64_t j = 0; j < clusters_; ++j) {
    float squared = 0;
    for (int64_t i = j * width; i < (j + 1) * width; ++i) {
      squared += (centroids[i] - centroids_[i]) * (centroids[i] - centroids_[i]);
    }
    moved_[j] = squared > 0;
    if (squared > 0) moved_clusters_.push_back(static_cast<int32_t>(j));
    drifts_[j] += std::sqrt(squared) * kRoundUp;
  }
  set_centroids(centroids);
  parallel_for(points_.size(), kBlock,
               [this](int64_t begin, int64_t end) { search_block(begin, end); });
}

/// By bounds where they leave few centroids, else by a product of matrices.
void CentroidSearch::search_block(int64_t begin, int64_t end) {
  if (begin >= bounded_) return multiply(begin, end);
  const int64_t maximum = (end - begin) * clusters_ / kWorthMultiplying;
  const auto candidates =
      std::make_unique_for_overwrite<int32_t[]>(maximum + clusters_ + kVectorNumbers);
  std::array<int64_t, kBlock + 1> ends = {};  // of the candidates of each point
  for (int64_t point = begin; point < end; ++point) {
    const int64_t so_far = ends[point - begin];
    const int64_t all = so_far + candidates_of(point, candidates.get() + so_far);
    if (all > maximum) return multiply(begin, end);
    ends[point - begin + 1] = all;
  }
  for (int64_t point = begin; point < end; ++point) {
    const int32_t* first = candidates.get() + ends[point - begin];
    refine(point, {first, candidates.get() + ends[point - begin + 1]});
  }
}

/// The centroids that may be nearer than the point's own. If that has not moved, others that have
/// not moved are no nearer than when they were searched last.
int64_t CentroidSearch::candidates_of(int64_t point, int32_t* candidates) {
  constexpr int64_t kFew = 16;  // a number out of order costs as much as so many in order
  const float* bounds = bounds_of(point);
  const bool own_moved = moved_[nearest_[point].cluster] != 0;
  if (own_moved) measure_own(point);
  const float limit = limit_of(point);
  if (own_moved || static_cast<int64_t>(moved_clusters_.size()) * kFew > clusters_) {
    return find_candidates(row_of(point), bounds, limit, candidates);
  }
  int64_t count = 0;
  for (const int32_t cluster : moved_clusters_) {
    if (bounds[cluster] - drifts_[cluster] < limit) candidates[count++] = cluster;
  }
  return count;
}

/// Every distance of a block of points.
void CentroidSearch::multiply(int64_t begin, int64_t end) {
  const auto products = std::make_unique_for_overwrite<float[]>((end - begin) * clusters_);
  engine::multiply_block({.rows = end - begin,
                          .depth = points_.width,
                          .columns = clusters_,
                          .a = {points_[begin].data(), points_.width, 1},
                          .b = {centroids_.data(), 1, points_.width},
                          .c = products.get(),
                          .c_row = clusters_,
                          .add = false});
  for (int64_t point = begin; point < end; ++point) {
    nearest_[point] = nearest_by_products(row_of(point), &products[(point - begin) * clusters_],
                                          point < bounded_ ? bounds_of(point) : nullptr);
  }
}

/// The distances that bounds leave, a few at once: the first coordinates of all, the others of
/// those that may be nearer still.
void CentroidSearch::refine(int64_t point, std::span<const int32_t> candidates) {
  const int32_t own = nearest_[point].cluster;
  Group heads, wholes;
  for (const int32_t cluster : candidates) {
    if (cluster == own) continue;
    heads.clusters[heads.size++] = cluster;
    if (heads.size == kDotProducts) sift(point, heads, wholes);
  }
  sift(point, heads, wholes);
  take_nearer(point, wholes);
}

/// Products of coordinates first..last with those of the group, which is filled up for that.
CentroidSearch::Products CentroidSearch::products_of(int64_t point, Group& group, int64_t first,
                                                     int64_t last) const {
  std::array<const float*, kDotProducts> centroids;
  Products products;
  for (size_t i = group.size; i < kDotProducts; ++i) group.clusters[i] = group.clusters[0];
  for (size_t i = 0; i < kDotProducts; ++i) {
    centroids[i] = centroids_.data() + group.clusters[i] * points_.width + first;
  }
  dot_products(points_[point].data() + first, centroids.data(), last - first, products.data());
  return products;
}

/// Moves what may be nearer by its first coordinates and the lengths of the rest (Cauchy-Schwarz).
void CentroidSearch::sift(int64_t point, Group& heads, Group& wholes) {
  if (heads.size == 0) return;
  const Products products = products_of(point, heads, 0, head_);
  const float limit = limit_of(point);
  for (size_t i = 0; i < heads.size; ++i) {
    const int32_t cluster = heads.clusters[i];
    const float maximum = products[i] + point_tails_[point] * tails_[cluster];
    const float norms = point_norms_[point] + norms_[cluster];
    const float bound = std::sqrt(std::max(0.0f, (1 - kDistanceSlack) * norms - 2 * maximum));
    if (bound >= limit) {
      bounds_of(point)[cluster] = bound + drifts_[cluster];
      continue;
    }
    wholes.clusters[wholes.size] = cluster;
    wholes.heads[wholes.size++] = products[i];
    if (wholes.size == kDotProducts) take_nearer(point, wholes);
  }
  heads.size = 0;
}

void CentroidSearch::take_nearer(int64_t point, Group& wholes) {
  if (wholes.size == 0) return;
  const Products products = products_of(point, wholes, head_, points_.width);
  NearestCentroid& best = nearest_[point];
  for (size_t i = 0; i < wholes.size; ++i) {
    const int32_t cluster = wholes.clusters[i];
    const float distance = measured(point, cluster, wholes.heads[i] + products[i]);
    if (distance < best.distance || (distance == best.distance && cluster < best.cluster)) {
      best = {cluster, distance};
    }
  }
  wholes.size = 0;
}

CentroidRow CentroidSearch::row_of(int64_t point) const {
  return {.norms = norms_.data(),
          .drifts = drifts_.data(),
          .clusters = clusters_,
          .point_norm = point_norms_[point]};
}

float* CentroidSearch::bounds_of(int64_t point) { return bounds_.data() + point * clusters_; }

/// A distance that is not below the one to the nearest centroid.
float CentroidSearch::limit_of(int64_t point) const {
  const NearestCentroid& own = nearest_[point];
  return std::sqrt(own.distance + kDistanceSlack * (point_norms_[point] + norms_[own.cluster])) *
         kRoundUp;
}

float CentroidSearch::measured(int64_t point, int32_t cluster, float product) {
  const float norms = point_norms_[point] + norms_[cluster];
  const float squared = std::max(0.0f, norms - 2 * product);
  bounds_of(point)[cluster] =
      std::sqrt(std::max(0.0f, squared - kDistanceSlack * norms)) + drifts_[cluster];
  return squared;
}

void CentroidSearch::measure_own(int64_t point) {
  NearestCentroid& own = nearest_[point];
  const float* centroid = centroids_.data() + own.cluster * points_.width;
  own.distance =
      measured(point, own.cluster, dot_product(points_[point].data(), centroid, points_.width));
}

}  // namespace lingan::metrics
