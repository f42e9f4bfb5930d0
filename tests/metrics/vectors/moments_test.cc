#include <lingan/metrics/vectors/moments.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/metrics/no_value.h>

#include "tests/metrics/vectors/vector_cases.h"

namespace lingan::metrics::moments_test {
namespace {

using ::testing::ElementsAre;

TEST(Moments, AreMeansAndCovariancesOverNMinusOne) {
  const Moments moments = moments_of({.width = 2, .values = {1, 0, 2, 3, 6, 6}});
  EXPECT_THAT(moments.mean, ElementsAre(3, 3));
  EXPECT_THAT(moments.covariance, ElementsAre(7, 7.5, 7.5, 9));
}

/// Wider than what one task computes.
TEST(Moments, OfWideVectorsAreThoseOfTheDefinition) {
  const SentenceVectors vectors = testing::normal_vectors(5, 30, 150);
  const Moments moments = moments_of(vectors);
  for (const auto& [a, b] : {std::pair(0, 149), {149, 0}, {70, 70}, {63, 64}, {130, 65}}) {
    double sum = 0;
    for (int64_t i = 0; i < vectors.size(); ++i) {
      sum += (vectors[i][a] - moments.mean[a]) * (vectors[i][b] - moments.mean[b]);
    }
    EXPECT_NEAR(moments.covariance[a * 150 + b], sum / 29, 1e-12);
  }
}

TEST(Moments, NeedTwoVectors) { EXPECT_THROW(moments_of({.width = 2, .values = {1, 2}}), NoValue); }

}  // namespace
}  // namespace lingan::metrics::moments_test
