#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <vector>

#include "tests/metrics/significance/small_systems.h"

namespace lingan::metrics::paired_randomization_test {
namespace {

/// Of all exchanges of sentences, the share in which the systems differ by more than they do.
double exact_share(const std::vector<int32_t>& one, const std::vector<int32_t>& other) {
  const auto difference = [&](uint32_t exchanged) {
    int32_t sum = 0;
    for (size_t i = 0; i < one.size(); ++i) {
      sum += (exchanged >> i & 1) != 0 ? other[i] - one[i] : one[i] - other[i];
    }
    return std::abs(sum);
  };
  const uint32_t all = uint32_t{1} << one.size();
  double greater = 0;
  for (uint32_t exchanged = 0; exchanged < all; ++exchanged) {
    if (difference(exchanged) > difference(0)) ++greater;
  }
  return greater / all;
}

constexpr int64_t kTrials = 20000;

double p_of(const std::vector<int32_t>& one, const std::vector<int32_t>& other) {
  const std::vector<SegmentStatistics> systems = {system_of(one), system_of(other)};
  return *paired_randomization(kMeanOfColumn, systems, kTrials).at(1).p;
}

TEST(PairedRandomization, ComesNearTheShareOfAllExchanges) {
  const std::vector<std::vector<int32_t>> others = {
      {1, 5, 6, 8, 3, 3, 9, 4}, {4, 4, 4, 9, 7, 2, 9, 6}, {3, 7, 4, 9, 6, 3, 8, 5}};
  const std::vector<int32_t> one = {3, 6, 4, 9, 6, 3, 9, 5};
  for (const auto& other : others) {
    const double exact = exact_share(one, other);
    EXPECT_NEAR(p_of(one, other), exact, 5 * std::sqrt(0.25 / kTrials)) << exact;
  }
}

/// All signs alike: but for the exchange of none and that of all, which do not count as greater.
TEST(PairedRandomization, GoesDownToOneInAllTrials) {
  const std::vector<int32_t> one(40, 2), other(40, 3);
  EXPECT_DOUBLE_EQ(p_of(one, other), 1.0 / (kTrials + 1));
}

TEST(PairedRandomization, ScoresSystemsAsTheyAre) {
  const std::vector<SegmentStatistics> systems = {system_of({1, 2, 6}), system_of({4, 4, 4}),
                                                  system_of({0, 0, 3})};
  const auto results = paired_randomization(kMeanOfColumn, systems, 10);
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].score, 3);
  EXPECT_EQ(results[1].score, 4);
  EXPECT_EQ(results[2].score, 1);
  EXPECT_FALSE(results[0].p);
  EXPECT_FALSE(results[1].mean) << "of the bootstrap alone";
}

/// Each is tested against the first, whatever stands beside it.
TEST(PairedRandomization, TestsEachSystemByItself) {
  const std::vector<int32_t> one = {3, 6, 4, 9, 6, 3, 9, 5}, other = {1, 5, 2, 8, 3, 3, 9, 4};
  const std::vector<SegmentStatistics> systems = {
      system_of(one), system_of({9, 9, 9, 9, 0, 0, 0, 0}), system_of(other)};
  EXPECT_EQ(paired_randomization(kMeanOfColumn, systems, kTrials).at(2).p, p_of(one, other));
}

}  // namespace
}  // namespace lingan::metrics::paired_randomization_test
