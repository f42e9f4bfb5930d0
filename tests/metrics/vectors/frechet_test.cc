#include <lingan/metrics/vectors/frechet.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/parallel.h>
#include <lingan/metrics/no_value.h>

#include "tests/metrics/vectors/vector_cases.h"

namespace lingan::metrics::frechet_test {
namespace {

using lingan::testing::normal_vectors;
using lingan::testing::vector_cases;
using lingan::testing::vector_pair;

SentenceVectors first(const SentenceVectors& vectors, int64_t count) {
  return {.width = vectors.width,
          .values = {vectors.values.begin(), vectors.values.begin() + count * vectors.width}};
}

TEST(Frechet, AgreesWithTheRootOfTheProductInScipy) {
  const VectorPair pair = vector_pair();
  const auto& cases = vector_cases();
  EXPECT_NEAR(frechet_distance(pair), cases["frechet"].get<double>(), 1e-9);
  EXPECT_NEAR(frechet_distance({.hypotheses = first(pair.hypotheses, 9),
                                .references = first(pair.references, 12)}),
              cases["frechet_of_fewer_vectors_than_numbers"].get<double>(), 1e-5);
}

/// Two numbers each: |m1 - m2|^2 + (s1 - s2)^2, by hand.
TEST(Frechet, OfNumbersIsThatOfMeansAndDeviations) {
  const VectorPair pair{.hypotheses = {.width = 1, .values = {0, 2}},
                        .references = {.width = 1, .values = {3, 11}}};
  EXPECT_NEAR(frechet_distance(pair), 36 + 18, 1e-12);  // 6^2 + (sqrt(2) - sqrt(32))^2
}

/// Beside numbers that are always 0, so that there are fewer vectors than numbers.
TEST(Frechet, OfFewVectorsIsThatOfTheirNumbers) {
  VectorPair pair{.hypotheses = {.width = 3, .values = {0, 0, 0, 2, 0, 0}},
                  .references = {.width = 3, .values = {0, 3, 0, 0, 11, 0}}};
  EXPECT_NEAR(frechet_distance(pair), 1 + 49 + 2 + 32, 1e-12);  // no number varies in both
  pair.references.values = {3, 0, 0, 11, 0, 0};
  EXPECT_NEAR(frechet_distance(pair), 36 + 18, 1e-12);
}

/// Of as many vectors as numbers by their products, of the covariances by these.
TEST(Frechet, IsTheSameByVectorsAndByCovariances) {
  const VectorPair pair{.hypotheses = normal_vectors(1, 16, 16),
                        .references = normal_vectors(2, 12, 16)};
  EXPECT_NEAR(frechet_distance(pair),
              frechet_distance(moments_of(pair.hypotheses), moments_of(pair.references)), 1e-6);
}

/// The same of numbers that are as large as a file may have them.
TEST(Frechet, OfTheLargestNumbersDoesNotOverflow) {
  const double unit = kLargestNumber / 11;
  const VectorPair pair{.hypotheses = {.width = 1, .values = {0, 2 * unit}},
                        .references = {.width = 1, .values = {3 * unit, 11 * unit}}};
  EXPECT_NEAR(frechet_distance(pair) / (unit * unit), 54, 1e-9);
}

TEST(Frechet, OfASampleFromItselfIsZero) {
  const SentenceVectors sample = normal_vectors(1, 50, 8);
  EXPECT_NEAR(frechet_distance({.hypotheses = sample, .references = sample}), 0, 1e-12);
}

TEST(Frechet, DoesNotDependOnTheNumberOfThreads) {
  const VectorPair pair = vector_pair();
  set_thread_count(1);
  const double one = frechet_distance(pair), one_extrapolated = frechet_extrapolated(pair);
  set_thread_count(4);
  EXPECT_EQ(frechet_distance(pair), one);
  EXPECT_EQ(frechet_extrapolated(pair), one_extrapolated);
  set_thread_count(0);
}

/// The first-order bias of samples of one normal distribution is d (d + 5) / 4 (1/n + 1/m).
TEST(Frechet, FloorIsTheBiasOfASampleOfTheSameDistribution) {
  const VectorPair pair{.hypotheses = normal_vectors(1, 1000, 16),
                        .references = normal_vectors(2, 2000, 16)};
  const double bias = 16 * 21 / 4.0 * (1 / 1000.0 + 1 / 2000.0);
  EXPECT_NEAR(frechet_floor(pair), bias, bias / 5);
  EXPECT_NEAR(frechet_distance(pair), bias, bias / 5);
}

TEST(Frechet, ExtrapolationTakesTheBiasAway) {
  VectorPair pair{.hypotheses = normal_vectors(1, 1000, 16),
                  .references = normal_vectors(2, 1000, 16)};
  const double bias = 16 * 21 / 2.0 / 1000;
  EXPECT_NEAR(frechet_extrapolated(pair), 0, bias / 4);
  for (int64_t i = 0; i < pair.hypotheses.size(); ++i) pair.hypotheses.values[i * 16] += 1;
  EXPECT_NEAR(frechet_extrapolated(pair), 1, 0.1);
}

TEST(Frechet, SaysWhatItNeeds) {
  const SentenceVectors one = normal_vectors(1, 1, 4), three = normal_vectors(1, 3, 4),
                        many = normal_vectors(1, 19, 4);
  EXPECT_THROW(frechet_distance({.hypotheses = one, .references = many}), NoValue);
  EXPECT_THROW(frechet_floor({.hypotheses = many, .references = three}), NoValue);
  EXPECT_THROW(frechet_floor({.hypotheses = one, .references = many}), NoValue);
  EXPECT_THROW(frechet_extrapolated({.hypotheses = many, .references = many}), NoValue);
  EXPECT_THROW(frechet_distance({.hypotheses = many, .references = normal_vectors(1, 19, 5)}),
               UsageError);
}

}  // namespace
}  // namespace lingan::metrics::frechet_test
