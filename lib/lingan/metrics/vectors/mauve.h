/// MAUVE: how close two samples of vectors are, by the frontier between their histograms over
/// clusters.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <lingan/metrics/sentence_vectors.h>

namespace lingan::metrics {

/// What one clustering gives; P are the references, Q the hypotheses.
struct MauveValues {
  double mauve = 0;              ///< frontier_area of the histograms, 0..1; higher is closer
  double mauve_star = 0;         ///< the same of histograms smoothed after Krichevsky & Trofimov
  double frontier_integral = 0;  ///< of the histograms, 0..1; lower is closer
};

/// The seeds of the clusterings over which MAUVE is reported: mauve-text's default and the next
/// four. One clustering alone is noise of about 0.02.
inline constexpr std::array<uint64_t, 5> kMauveSeeds = {25, 26, 27, 28, 29};

/// Clusters of the histograms: max(2, min(n, m) / 10), rounded half to even.
/// @throws NoValue for fewer than two vectors of a kind.
int64_t mauve_buckets(const VectorPair& vectors);

/// MAUVE of each clustering, as mauve-text 0.4.0 computes it: hypotheses, then references, each
/// divided by its length; the principal components that explain 0.9 of the variance; k-means with
/// 5 starts into mauve_buckets() clusters.
/// Source: Pillutla et al. 2021, arXiv:2102.01454; Pillutla et al. 2023, arXiv:2212.14578 (mauve*).
/// @throws UsageError if the widths differ; NoValue for fewer than two vectors of a kind, and for a
/// vector of zeros, which has no direction.
std::vector<MauveValues> mauve(const VectorPair& vectors,
                               std::span<const uint64_t> seeds = kMauveSeeds);

}  // namespace lingan::metrics
