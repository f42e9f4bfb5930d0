#include <lingan/metrics/vectors/mauve.h>

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include <lingan/metrics/no_value.h>
#include <lingan/metrics/vectors/divergence_frontier.h>
#include <lingan/metrics/vectors/kmeans.h>
#include <lingan/metrics/vectors/principal_components.h>

namespace lingan::metrics {
namespace {

constexpr double kExplained = 0.9;
constexpr double kVectorsOfABucket = 10;
constexpr uint64_t kSeedOffset = 2;  // mauve-text's seed 25 is 27 to faiss

void append_directions(const SentenceVectors& vectors, const char* kind, SentenceVectors& all) {
  for (int64_t i = 0; i < vectors.size(); ++i) {
    double squared = 0;
    for (const double value : vectors[i]) squared += value * value;
    const double length = std::sqrt(squared);
    if (length == 0) {
      throw NoValue(fmt::format("vector {} of the {} is zero and has no direction", i + 1, kind));
    }
    for (const double value : vectors[i]) all.values.push_back(value / length);
  }
}

SentenceVectors directions(const VectorPair& vectors) {
  const SentenceVectors &hypotheses = vectors.hypotheses, &references = vectors.references;
  require_same_width(hypotheses.width, references.width);
  SentenceVectors all{.width = hypotheses.width, .values = {}};
  all.values.reserve(hypotheses.values.size() + references.values.size());
  append_directions(hypotheses, "hypotheses", all);
  append_directions(references, "references", all);
  return all;
}

std::vector<int64_t> counts_of(std::span<const int32_t> clusters, int64_t buckets) {
  std::vector<int64_t> counts(buckets);
  for (const int32_t cluster : clusters) ++counts[cluster];
  return counts;
}

}  // namespace

int64_t mauve_buckets(const VectorPair& vectors) {
  const int64_t fewest = std::min(vectors.hypotheses.size(), vectors.references.size());
  if (fewest < 2) throw NoValue("MAUVE needs at least two vectors of each kind");
  return std::max<int64_t>(2, std::llrint(static_cast<double>(fewest) / kVectorsOfABucket));
}

std::vector<MauveValues> mauve(const VectorPair& vectors, std::span<const uint64_t> seeds) {
  const int64_t buckets = mauve_buckets(vectors);
  const Points points = principal_components(directions(vectors), kExplained);
  std::vector<MauveValues> values;
  for (const uint64_t seed : seeds) {
    const auto clusters = kmeans(points, {.clusters = buckets, .seed = seed + kSeedOffset});
    const std::span all(clusters);
    const auto q = counts_of(all.first(vectors.hypotheses.size()), buckets);
    const auto p = counts_of(all.subspan(vectors.hypotheses.size()), buckets);
    constexpr double kSmoothing = 0.5;
    values.push_back(
        {.mauve = frontier_area(shares_of(p, 0), shares_of(q, 0)),
         .mauve_star = frontier_area(shares_of(p, kSmoothing), shares_of(q, kSmoothing)),
         .frontier_integral = frontier_integral(shares_of(p, 0), shares_of(q, 0))});
  }
  return values;
}

}  // namespace lingan::metrics
