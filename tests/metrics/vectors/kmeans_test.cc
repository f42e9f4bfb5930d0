#include <lingan/metrics/vectors/kmeans.h>

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include <lingan/base/parallel.h>
#include <lingan/metrics/no_value.h>

#include "tests/metrics/vectors/vector_cases.h"

namespace lingan::metrics::kmeans_test {
namespace {

Points points_of(const nlohmann::json& rows) {
  Points points{.width = static_cast<int64_t>(rows[0].size()), .values = {}};
  for (const auto& row : rows) {
    for (const auto& value : row) points.values.push_back(value.get<float>());
  }
  return points;
}

TEST(KMeans, GivesTheClustersOfFaiss) {
  for (const auto& item : testing::vector_cases()["kmeans"]) {
    EXPECT_EQ(
        kmeans(points_of(item["points"]), {.clusters = item["clusters"], .seed = item["seed"]}),
        item["labels"].get<std::vector<int32_t>>())
        << item["name"];
  }
}

Points random_points(int64_t count, int64_t width) {
  const SentenceVectors vectors = testing::normal_vectors(9, count, width);
  return {.width = width, .values = {vectors.values.begin(), vectors.values.end()}};
}

TEST(KMeans, DoesNotDependOnTheNumberOfThreads) {
  const Points points = random_points(900, 20);
  set_thread_count(1);
  const auto clusters = kmeans(points, {.clusters = 60, .seed = 4});
  set_thread_count(4);
  EXPECT_EQ(kmeans(points, {.clusters = 60, .seed = 4}), clusters);
  set_thread_count(0);
}

/// Every point is in the cluster with the nearest mean, when nothing moves any more.
TEST(KMeans, EndsWhereNoPointWantsToMove) {
  const Points points = random_points(700, 10);
  const auto clusters = kmeans(points, {.clusters = 30, .seed = 1, .redos = 1});
  std::vector<double> means(300), counts(30);
  for (int64_t i = 0; i < 700; ++i) {
    ++counts[clusters[i]];
    for (int64_t j = 0; j < 10; ++j) means[clusters[i] * 10 + j] += points[i][j];
  }
  for (int64_t i = 0; i < 300; ++i) means[i] /= counts[i / 10];
  for (int64_t i = 0; i < 700; ++i) {
    std::vector<double> distances(30);
    for (int64_t j = 0; j < 300; ++j) {
      distances[j / 10] += std::pow(points[i][j % 10] - means[j], 2);
    }
    EXPECT_EQ(std::ranges::min_element(distances) - distances.begin(), clusters[i]);
  }
}

TEST(KMeans, NeedsAPointForEveryCluster) {
  EXPECT_THROW(kmeans(random_points(3, 2), {.clusters = 4}), NoValue);
}

}  // namespace
}  // namespace lingan::metrics::kmeans_test
