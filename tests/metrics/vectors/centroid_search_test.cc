#include <lingan/metrics/vectors/centroid_search.h>

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/metrics/vectors/vector_cases.h"

namespace lingan::metrics::centroid_search_test {
namespace {

std::vector<float> random_numbers(uint64_t seed, int64_t count) {
  const SentenceVectors vectors = testing::normal_vectors(seed, count, 1);
  return {vectors.values.begin(), vectors.values.end()};
}

double squared(const Points& points, int64_t point, const std::vector<float>& centroids,
               int64_t centroid) {
  double sum = 0;
  for (int64_t i = 0; i < points.width; ++i) {
    const double step = points[point][i] - centroids[centroid * points.width + i];
    sum += step * step;
  }
  return sum;
}

/// Every distance in float64: none is lower than the one found, up to rounding.
void expect_nearest(const Points& points, const std::vector<float>& centroids,
                    const CentroidSearch& search) {
  const auto clusters = static_cast<int64_t>(centroids.size()) / points.width;
  for (int64_t i = 0; i < points.size(); ++i) {
    const NearestCentroid nearest = search.nearest()[i];
    double lowest = squared(points, i, centroids, 0);
    for (int64_t j = 1; j < clusters; ++j) {
      lowest = std::min(lowest, squared(points, i, centroids, j));
    }
    ASSERT_NEAR(squared(points, i, centroids, nearest.cluster), lowest, 1e-4) << i;
    ASSERT_NEAR(nearest.distance, lowest, 1e-4) << i;
  }
}

class CentroidSearchOfWidth : public ::testing::TestWithParam<int64_t> {};

TEST_P(CentroidSearchOfWidth, FindsTheNearestWhileCentroidsMoveLessAndLess) {
  const int64_t width = GetParam(), clusters = 67;
  const Points points{.width = width, .values = random_numbers(1, 300 * width)};
  std::vector<float> centroids = random_numbers(2, clusters * width);
  CentroidSearch search(points, clusters);
  search.start(centroids);
  expect_nearest(points, centroids, search);
  float step = 1;
  for (uint64_t round = 0; round < 8; ++round, step /= 4) {
    const auto steps = random_numbers(3 + round, clusters * width);
    for (int64_t i = 0; i < clusters * width; ++i) {
      if (i / width % 3 != static_cast<int64_t>(round % 3)) centroids[i] += step * steps[i];
    }
    search.update(centroids);
    expect_nearest(points, centroids, search);
  }
}

INSTANTIATE_TEST_SUITE_P(Widths, CentroidSearchOfWidth, ::testing::Values(1, 3, 16, 45));

TEST(CentroidSearch, TakesTheFirstOfEquals) {
  const Points points{.width = 2, .values = {0, 0, 1, 1, 5, 5}};
  std::vector<float> centroids = {1, 0, 0, 1, -1, 0, 5, 5, 5, 5};
  CentroidSearch search(points, 5);
  for (int round = 0; round < 3; ++round) {
    round == 0 ? search.start(centroids) : search.update(centroids);
    EXPECT_EQ(search.nearest()[0].cluster, 0);
    EXPECT_EQ(search.nearest()[1].cluster, 0);
    EXPECT_EQ(search.nearest()[2].cluster, 3);
  }
}

}  // namespace
}  // namespace lingan::metrics::centroid_search_test
