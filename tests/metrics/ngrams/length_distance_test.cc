#include <gtest/gtest.h>
#include <algorithm>
#include <cstdlib>
#include <random>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/metrics/ngrams/length_distance.h>

#include "tests/metrics/guide_sentences.h"

namespace lingan::metrics::length_distance_test {
namespace {

using lingan::testing::GuideSentences;
using lingan::testing::of_lengths;

TEST(LengthDistance, IsThatOfScipy) {
  const GuideSentences guide;
  // scipy 1.17.1: stats.wasserstein_distance([18, 11], [16, 18, 16])
  EXPECT_NEAR(length_distance(guide.hypotheses, guide.references), 2.833333333333333, 1e-12);
  // ... ([0, 3, 3, 9, 1], [2, 2, 7])
  EXPECT_NEAR(length_distance(of_lengths({0, 3, 3, 9, 1}), of_lengths({2, 2, 7})), 1.8, 1e-12);
  // ... ([3], [2, 7, 10]): one list ends long before the other
  EXPECT_NEAR(length_distance(of_lengths({3}), of_lengths({2, 7, 10})), 4.0, 1e-12);
  EXPECT_NEAR(length_distance(of_lengths({2, 7, 10}), of_lengths({3})), 4.0, 1e-12);
}

/// Of two lists of one size it is the mean distance of the i-th longest of both.
TEST(LengthDistance, IsThatOfSortedPairs) {
  std::mt19937 random(1);
  for (int trial = 0; trial < 50; ++trial) {
    std::uniform_int_distribution<int> shorter(0, 15), longer(3, 25);
    std::vector<int32_t> a(30), b(30);
    for (int32_t& length : a) length = shorter(random);
    for (int32_t& length : b) length = longer(random);
    std::ranges::sort(a);
    std::ranges::sort(b);
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
    EXPECT_NEAR(length_distance(of_lengths(a), of_lengths(b)), sum / 30, 1e-12);
    EXPECT_NEAR(length_distance(of_lengths(b), of_lengths(a)), sum / 30, 1e-12);
  }
}

TEST(LengthDistance, ByHand) {
  EXPECT_EQ(length_distance(of_lengths({4, 2}), of_lengths({2, 4, 4, 2})), 0);
  EXPECT_DOUBLE_EQ(length_distance(of_lengths({1, 5}), of_lengths({2, 9})), 2.5);
  EXPECT_DOUBLE_EQ(length_distance(of_lengths({3}), of_lengths({0, 1, 2})), 2);
  EXPECT_DOUBLE_EQ(length_distance(of_lengths({0, 1, 2}), of_lengths({3})), 2);
}

TEST(LengthDistance, NeedsSentencesOnBothSides) {
  EXPECT_THROW(length_distance({}, of_lengths({1})), UsageError);
  EXPECT_THROW(length_distance(of_lengths({1}), {}), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::length_distance_test
