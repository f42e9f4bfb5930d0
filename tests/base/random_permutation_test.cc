#include <lingan/base/random_permutation.h>

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <vector>

namespace lingan::random_permutation_test {
namespace {

RandomPermutation permutation(uint64_t count, uint32_t step) {
  return {count, {7, Purpose::kShuffle, step}};
}

TEST(RandomPermutation, HoldsEveryNumberOnce) {
  for (const uint64_t count : {1, 2, 3, 31, 64, 1000, 1024, 1025, 5000}) {
    std::vector<int> seen(count, 0);
    const RandomPermutation some = permutation(count, 3);
    for (uint64_t place = 0; place < count; ++place) ++seen.at(some.at(place));
    for (const int times : seen) ASSERT_EQ(times, 1) << count;
  }
}

/// All orders of four numbers are about equally frequent: chi-squared with 23 degrees of freedom.
TEST(RandomPermutation, IsUniformOverAllOrders) {
  constexpr int kDraws = 24000;
  std::map<uint64_t, int> counts;
  for (uint32_t step = 0; step < kDraws; ++step) {
    const RandomPermutation some = permutation(4, step);
    uint64_t order = 0;
    for (uint64_t place = 0; place < 4; ++place) order = order * 4 + some.at(place);
    ++counts[order];
  }
  ASSERT_EQ(counts.size(), 24U);
  double statistic = 0;
  for (const auto& [order, count] : counts) {
    statistic += (count - 1000.0) * (count - 1000.0) / 1000.0;
  }
  EXPECT_LT(statistic, 23 + 4 * std::sqrt(2 * 23.0));
}

TEST(RandomPermutation, DependsOnItsStreamAlone) {
  int equal = 0;
  for (uint64_t place = 0; place < 1000; ++place) {
    ASSERT_EQ(permutation(1000, 5).at(place), permutation(1000, 5).at(place));
    equal += permutation(1000, 5).at(place) == permutation(1000, 6).at(place);
  }
  EXPECT_LT(equal, 10);  // one is expected
}

}  // namespace
}  // namespace lingan::random_permutation_test
