#include <lingan/metrics/vectors/centroid_kernels.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/metrics/vectors/vector_cases.h"

namespace lingan::metrics::centroid_kernels_test {
namespace {

std::vector<float> numbers(uint64_t seed, int64_t count) {
  const auto drawn = testing::normal_vectors(seed, count, 1).values;
  return {drawn.begin(), drawn.end()};
}

double exact_product(const float* a, const float* b, int64_t width) {
  double sum = 0;
  for (int64_t i = 0; i < width; ++i) sum += double{a[i]} * b[i];
  return sum;
}

/// A point and centroids of `width` numbers, with what a row is computed from.
struct Problem {
  Problem(int64_t clusters, int64_t width)
      : point(numbers(1, width)), centroids(numbers(2, clusters * width)), width(width) {
    for (int64_t j = 0; j < clusters; ++j) {
      const float* centroid = centroids.data() + j * width;
      norms.push_back(dot_product(centroid, centroid, width));
      products.push_back(dot_product(point.data(), centroid, width));
      drifts.push_back(0.25f * static_cast<float>(j % 3));
    }
  }

  CentroidRow row() const {
    return {.norms = norms.data(),
            .drifts = drifts.data(),
            .clusters = static_cast<int64_t>(norms.size()),
            .point_norm = dot_product(point.data(), point.data(), width)};
  }
  double squared(size_t centroid) const {
    double sum = 0;
    for (int64_t i = 0; i < width; ++i) {
      const double step = double{point[i]} - centroids[centroid * width + i];
      sum += step * step;
    }
    return sum;
  }

  std::vector<float> point, centroids, norms, drifts, products;
  int64_t width;
};

TEST(DotProducts, AreThoseOfTheDefinitionWhateverIsBesideThem) {
  for (const int64_t width : {1, 7, 16, 45, 300}) {
    const auto a = numbers(1, width), all = numbers(2, kDotProducts * width);
    const float* others[kDotProducts];
    for (int64_t j = 0; j < kDotProducts; ++j) others[j] = all.data() + j * width;
    float products[kDotProducts];
    dot_products(a.data(), others, width, products);
    for (int64_t j = 0; j < kDotProducts; ++j) {
      EXPECT_NEAR(products[j], exact_product(a.data(), others[j], width), 1e-4) << width;
      EXPECT_EQ(products[j], dot_product(a.data(), others[j], width)) << width;
    }
  }
}

TEST(NearestByProducts, FindsTheNearestAndBoundsAll) {
  for (const size_t clusters : {1, 5, 16, 67}) {
    const Problem problem(static_cast<int64_t>(clusters), 9);
    std::vector<float> bounds(clusters, NAN);
    const auto result = nearest_by_products(problem.row(), problem.products.data(), bounds.data());
    double lowest = HUGE_VAL;
    for (size_t j = 0; j < clusters; ++j) {
      const double distance = std::sqrt(problem.squared(j));
      lowest = std::min(lowest, problem.squared(j));
      EXPECT_LE(bounds[j] - problem.drifts[j], distance + 1e-6) << j;
      EXPECT_NEAR(bounds[j] - problem.drifts[j], distance, 1e-3) << j;
    }
    EXPECT_NEAR(result.distance, lowest, 1e-4);
    EXPECT_NEAR(problem.squared(static_cast<size_t>(result.cluster)), lowest, 1e-4);
    const auto again = nearest_by_products(problem.row(), problem.products.data(), nullptr);
    EXPECT_EQ(again.cluster, result.cluster) << "bounds are not asked for";
  }
}

/// The point is the centroid: rounding may not make its distance negative.
TEST(NearestByProducts, TakesTheFirstOfEqualsAndNoDistanceBelowZero) {
  for (const size_t clusters : {3, 40}) {
    const std::vector<float> norms(clusters, 1.0f), drifts(clusters, 0.0f);
    std::vector<float> products(clusters, 0.5f);
    products[1] = products[2] = products.back() = 1.0000001f;
    const CentroidRow row = {norms.data(), drifts.data(), static_cast<int64_t>(clusters), 1.0f};
    const auto result = nearest_by_products(row, products.data(), nullptr);
    EXPECT_EQ(result.cluster, 1);
    EXPECT_EQ(result.distance, 0.0f);
  }
}

TEST(FindCandidates, AreThoseBelowTheLimitInTheirOrder) {
  for (const int64_t clusters : {1, 15, 64, 131}) {
    const auto bounds = numbers(3, clusters);
    std::vector<float> drifts;
    std::vector<int32_t> expected;
    for (int64_t j = 0; j < clusters; ++j) {
      drifts.push_back(0.1f * static_cast<float>(j % 4));
      if (bounds[j] - drifts[j] < 0.3f) expected.push_back(static_cast<int32_t>(j));
    }
    std::vector<int32_t> result(static_cast<size_t>(clusters + kVectorNumbers), -1);
    const CentroidRow row = {.drifts = drifts.data(), .clusters = clusters};
    result.resize(static_cast<size_t>(find_candidates(row, bounds.data(), 0.3f, result.data())));
    EXPECT_EQ(result, expected) << clusters;
  }
}

}  // namespace
}  // namespace lingan::metrics::centroid_kernels_test
