/// k-means, as faiss computes it.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/metrics/vectors/principal_components.h>

namespace lingan::metrics {

struct KMeansOptions {
  int64_t clusters = 2;  ///< k, >= 1
  uint64_t seed = 1234;
  int redos = 5;         ///< starts, of which the one with the lowest sum of distances counts
  int iterations = 500;  ///< at most, of each; fewer where that sum stays the same
};

/// The cluster of every point. Lloyd's algorithm from k of the points, with faiss's random numbers,
/// its splitting of large clusters in place of empty ones and its sample of 256 k points, where
/// there are more: the same clusters as faiss 1.15 up to ties that the rounding of float32 decides.
/// Source: Lloyd 1982; Johnson et al. 2019 (faiss), Clustering.cpp.
/// @throws NoValue if there are fewer points than clusters.
std::vector<int32_t> kmeans(const Points& points, const KMeansOptions& options);

}  // namespace lingan::metrics
