#include <lingan/metrics/vectors/principal_components.h>

#include <cmath>

#include <gtest/gtest.h>

#include <lingan/metrics/no_value.h>

#include "tests/metrics/vectors/vector_cases.h"

namespace lingan::metrics::principal_components_test {
namespace {

double distance(std::span<const float> a, std::span<const float> b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return std::sqrt(sum);
}

/// On the line through (1, 2), of whose variance all is explained by one number.
TEST(PrincipalComponents, OfALineAreDistancesAlongIt) {
  const Points points = principal_components({.width = 2, .values = {0, 0, 1, 2, 3, 6}}, 0.9);
  ASSERT_EQ(points.width, 1);
  EXPECT_NEAR(std::abs(points.values[1] - points.values[0]), std::sqrt(5), 1e-6);
  EXPECT_NEAR(std::abs(points.values[2] - points.values[0]), 3 * std::sqrt(5), 1e-6);
}

/// Variances 9 and 1: nine tenths are explained by the first, more by both.
TEST(PrincipalComponents, AreAsManyAsExplainTheShare) {
  const SentenceVectors cross{.width = 2, .values = {3, 0, -3, 0, 0, 1, 0, -1}};
  EXPECT_EQ(principal_components(cross, 0.89).width, 1);
  EXPECT_EQ(principal_components(cross, 0.91).width, 2);
}

TEST(PrincipalComponents, OfAllTheVarianceKeepDistances) {
  const SentenceVectors vectors = testing::normal_vectors(3, 700, 12);
  const Points points = principal_components(vectors, 1);
  for (int64_t i = 1; i < points.size(); ++i) {
    double expected = 0;
    for (int64_t j = 0; j < 12; ++j) expected += std::pow(vectors[i][j] - vectors[0][j], 2);
    EXPECT_NEAR(distance(points[i], points[0]), std::sqrt(expected), 1e-5);
  }
}

TEST(PrincipalComponents, AreNotThereForEqualVectors) {
  EXPECT_THROW(principal_components({.width = 2, .values = {1, 2, 1, 2}}, 0.9), NoValue);
}

}  // namespace
}  // namespace lingan::metrics::principal_components_test
