#include <lingan/metrics/vectors/mauve.h>

#include <gtest/gtest.h>

#include <lingan/base/parallel.h>
#include <lingan/metrics/no_value.h>

#include "tests/metrics/vectors/vector_cases.h"

namespace lingan::metrics::mauve_test {
namespace {

using lingan::testing::normal_vectors;

TEST(Mauve, AgreesWithMauveTextOnEverySeed) {
  const VectorPair pair = testing::vector_pair();
  for (const auto& item : testing::vector_cases()["mauve"]) {
    const uint64_t seed = item["seed"];
    const MauveValues values = mauve(pair, std::span(&seed, 1)).front();
    EXPECT_NEAR(values.mauve, item["mauve"].get<double>(), 1e-12) << seed;
    EXPECT_NEAR(values.mauve_star, item["mauve_star"].get<double>(), 1e-12) << seed;
    EXPECT_NEAR(values.frontier_integral, item["frontier_integral"].get<double>(), 1e-12) << seed;
  }
}

TEST(Mauve, DoesNotDependOnTheNumberOfThreads) {
  const VectorPair pair = testing::vector_pair();
  set_thread_count(1);
  const auto one = mauve(pair);
  set_thread_count(3);
  const auto three = mauve(pair);
  set_thread_count(0);
  ASSERT_EQ(one.size(), 5u);
  for (size_t i = 0; i < one.size(); ++i) EXPECT_EQ(one[i].mauve, three[i].mauve);
}

TEST(Mauve, IsHighForOneDistributionAndLowForTwo) {
  SentenceVectors far = normal_vectors(2, 300, 8);
  for (int64_t i = 0; i < far.size(); ++i) far.values[i * 8] += 20;
  const auto near_values =
      mauve({.hypotheses = normal_vectors(1, 300, 8), .references = normal_vectors(2, 300, 8)});
  const auto far_values = mauve({.hypotheses = normal_vectors(1, 300, 8), .references = far});
  EXPECT_GT(near_values[0].mauve, 0.85);
  EXPECT_LT(far_values[0].mauve, 0.1);
  EXPECT_GT(far_values[0].frontier_integral, 0.8);
}

TEST(Mauve, SaysWhatItNeeds) {
  const SentenceVectors one = normal_vectors(1, 1, 4), many = normal_vectors(1, 19, 4);
  EXPECT_THROW(mauve({.hypotheses = one, .references = many}), NoValue);
  EXPECT_THROW(mauve({.hypotheses = many, .references = normal_vectors(1, 19, 5)}), UsageError);
  SentenceVectors with_zero = many;
  std::fill_n(with_zero.values.begin() + 8, 4, 0.0);
  EXPECT_THROW(mauve({.hypotheses = many, .references = with_zero}), NoValue);
}

}  // namespace
}  // namespace lingan::metrics::mauve_test
