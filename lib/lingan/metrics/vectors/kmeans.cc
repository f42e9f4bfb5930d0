#include <lingan/metrics/vectors/kmeans.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/parallel.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/vectors/centroid_search.h>
#include <lingan/metrics/vectors/faiss_random.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kPointsOfACluster = 256;  // at most, while centroids are sought
constexpr uint64_t kRedoStride = 15486557;
constexpr uint64_t kSplitSeed = 1234;
constexpr float kPerturbation = 1 / 1024.0f;

Points chosen(const Points& points, const std::vector<int32_t>& order, int64_t count) {
  Points some{.width = points.width, .values = {}};
  some.values.reserve(count * points.width);
  for (int64_t i = 0; i < count; ++i) {
    const auto point = points[order[i]];
    some.values.insert(some.values.end(), point.begin(), point.end());
  }
  return some;
}

/// The points of every cluster, in order: those of cluster j lie at starts[j]..starts[j + 1].
struct Members {
  std::vector<int64_t> starts;
  std::vector<int32_t> points;

  int64_t count(int64_t cluster) const { return starts[cluster + 1] - starts[cluster]; }
};

Members members_of(const std::vector<NearestCentroid>& nearest, int64_t clusters) {
  Members members{.starts = std::vector<int64_t>(clusters + 1),
                  .points = std::vector<int32_t>(nearest.size())};
  for (const auto& [cluster, distance] : nearest) ++members.starts[cluster + 1];
  std::partial_sum(members.starts.begin(), members.starts.end(), members.starts.begin());
  std::vector<int64_t> next = members.starts;
  for (size_t i = 0; i < nearest.size(); ++i) {
    members.points[next[nearest[i].cluster]++] = static_cast<int32_t>(i);
  }
  return members;
}

/// Means in float32, of the points in their order.
/// @param stale  the clusters whose mean the centroid is not
void set_means(const Points& points, const Members& members, const std::vector<char>& stale,
               std::vector<float>& centroids) {
  const int64_t width = points.width;
  const auto clusters = static_cast<int64_t>(members.starts.size()) - 1;
  parallel_for(clusters, 16, [&](int64_t begin, int64_t end) {
    for (int64_t cluster = begin; cluster < end; ++cluster) {
      if (stale[cluster] == 0) continue;
      float* mean = centroids.data() + cluster * width;
      std::fill_n(mean, width, 0.0f);
      for (int64_t i = members.starts[cluster]; i < members.starts[cluster + 1]; ++i) {
        const auto point = points[members.points[i]];
        for (int64_t j = 0; j < width; ++j) mean[j] += point[j];
      }
      if (members.count(cluster) == 0) continue;
      const float share = 1 / static_cast<float>(members.count(cluster));
      for (int64_t j = 0; j < width; ++j) mean[j] *= share;
    }
  });
}

/// Halves of large clusters take the places of empty ones.
class Splitter {
 public:
  Splitter(const Members& members, std::vector<float>& centroids)
      : sizes_(members.starts.size() - 1),
        spare_(static_cast<float>(members.points.size() - sizes_.size())),
        centroids_(centroids) {
    for (size_t i = 0; i < sizes_.size(); ++i) sizes_[i] = static_cast<float>(members.count(i));
  }

  /// @param stale  is set for the clusters whose centroids change
  void split(std::vector<char>& stale) {
    for (size_t empty = 0; empty < sizes_.size(); ++empty) {
      if (sizes_[empty] != 0) continue;
      const size_t large = draw();
      fill(empty, large);
      stale[empty] = stale[large] = 1;
    }
  }

 private:
  /// A cluster, with a probability in proportion to its points but one.
  size_t draw() {
    for (size_t cluster = 0;; cluster = (cluster + 1) % sizes_.size()) {
      if (random_.uniform() < (sizes_[cluster] - 1) / spare_) return cluster;
    }
  }

  void fill(size_t empty, size_t large) {
    const size_t width = centroids_.size() / sizes_.size();
    for (size_t j = 0; j < width; ++j) {
      const float value = centroids_[large * width + j];
      const float step = j % 2 == 0 ? kPerturbation : -kPerturbation;
      centroids_[empty * width + j] = value * (1 + step);
      centroids_[large * width + j] = value * (1 - step);
    }
    sizes_[empty] = sizes_[large] / 2;
    sizes_[large] -= sizes_[empty];
  }

  std::vector<float> sizes_;
  float spare_;
  std::vector<float>& centroids_;
  FaissRandom random_{kSplitSeed};
};

struct Clustering {
  std::vector<float> centroids;
  float objective = HUGE_VALF;  ///< sum of squared distances
};

/// In the order of the points: whether two starts are equally good depends on the rounding.
float objective_of(const std::vector<NearestCentroid>& nearest) {
  float sum = 0;
  for (const auto& [cluster, distance] : nearest) sum += distance;
  return sum;
}

/// Marks the clusters that a point has entered or left.
void mark_changes(const std::vector<NearestCentroid>& nearest, std::vector<int32_t>& clusters,
                  std::vector<char>& stale) {
  for (size_t i = 0; i < nearest.size(); ++i) {
    const int32_t before = std::exchange(clusters[i], nearest[i].cluster);
    if (before != nearest[i].cluster) stale[before] = stale[nearest[i].cluster] = 1;
  }
}

Clustering lloyd(const Points& points, const KMeansOptions& options, CentroidSearch& search,
                 uint64_t seed) {
  const auto order = faiss_permutation(static_cast<int32_t>(points.size()), seed);
  Clustering clustering{.centroids = chosen(points, order, options.clusters).values};
  std::vector<int32_t> clusters(points.size());
  std::vector<char> stale(options.clusters, 1);
  for (int i = 0; i < options.iterations; ++i) {
    i == 0 ? search.start(clustering.centroids) : search.update(clustering.centroids);
    const float before = std::exchange(clustering.objective, objective_of(search.nearest()));
    const Members members = members_of(search.nearest(), options.clusters);
    mark_changes(search.nearest(), clusters, stale);
    set_means(points, members, stale, clustering.centroids);
    stale.assign(options.clusters, 0);
    Splitter(members, clustering.centroids).split(stale);
    if (clustering.objective == before) break;
  }
  return clustering;
}

std::vector<float> best_centroids(const Points& points, const KMeansOptions& options) {
  CentroidSearch search(points, options.clusters);
  Clustering best;
  for (int redo = 0; redo < options.redos; ++redo) {
    Clustering clustering = lloyd(points, options, search, options.seed + 1 + redo * kRedoStride);
    if (clustering.objective < best.objective) best = std::move(clustering);
  }
  return best.centroids;
}

std::vector<float> train(const Points& points, const KMeansOptions& options) {
  const int64_t maximum = options.clusters * kPointsOfACluster;
  if (points.size() == options.clusters) return points.values;
  if (points.size() <= maximum) return best_centroids(points, options);
  const auto order = faiss_permutation(static_cast<int32_t>(points.size()), options.seed);
  return best_centroids(chosen(points, order, maximum), options);
}

}  // namespace

std::vector<int32_t> kmeans(const Points& points, const KMeansOptions& options) {
  if (points.size() < options.clusters) {
    throw NoValue(
        fmt::format("{} vectors do not fill {} buckets", points.size(), options.clusters));
  }
  CentroidSearch search(points, options.clusters);
  search.start(train(points, options));
  std::vector<int32_t> clusters(points.size());
  for (size_t i = 0; i < clusters.size(); ++i) clusters[i] = search.nearest()[i].cluster;
  return clusters;
}

}  // namespace lingan::metrics
