#include <lingan/base/random.h>

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

namespace lingan::random_test {
namespace {

TEST(RandomStream, PutsEveryPartOfTheAddressIntoTheCounter) {
  const RandomStream stream{7, Purpose::kRollout, 5};
  const uint64_t row = (uint64_t{0x1234} << 32) + 9;
  const Philox4 expected = philox4x32_10({{3, 9, 5, 2u << 16 | 0x1234}}, 7);
  const Philox4 block = stream.block(row, 3);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(block.word[i], expected.word[i]);
}

TEST(RandomStream, UniformLiesInTheHalfOpenUnitIntervalWithTheRightMoments) {
  const RandomStream stream{1, Purpose::kSample, 0};
  double sum = 0, squares = 0;
  const int count = 100000;
  for (int i = 0; i < count; ++i) {
    const double u = stream.uniform(static_cast<uint64_t>(i), 0);
    ASSERT_GE(u, 0.0);
    ASSERT_LT(u, 1.0);
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / count, 0.5, 5 * std::sqrt(1.0 / 12 / count));
  EXPECT_NEAR(squares / count, 1.0 / 3, 5 * std::sqrt(4.0 / 45 / count));
}

TEST(RandomStream, NeighboursShareNoNumber) {
  std::set<double> seen;
  for (uint64_t seed = 0; seed < 3; ++seed) {
    for (auto purpose : {Purpose::kSample, Purpose::kRollout, Purpose::kEvaluate}) {
      for (uint32_t step = 0; step < 3; ++step) {
        for (uint64_t row : {uint64_t{0}, uint64_t{1}, uint64_t{1} << 32, uint64_t{1} << 47}) {
          for (uint32_t position = 0; position < 5; ++position) {
            seen.insert(RandomStream{seed, purpose, step}.uniform(row, position));
          }
        }
      }
    }
  }
  EXPECT_EQ(seen.size(), 3u * 3 * 3 * 4 * 5);
}

TEST(RandomStream, BelowIsUniformOverTheIntegers) {
  const RandomStream stream{3, Purpose::kShuffle, 0};
  const int count = 70000;
  std::vector<int> histogram(7, 0);
  for (int i = 0; i < count; ++i) ++histogram.at(stream.below(7, static_cast<uint64_t>(i), 1));
  double chi_squared = 0;
  for (int n : histogram) chi_squared += (n - 10000.0) * (n - 10000.0) / 10000.0;
  EXPECT_LT(chi_squared, 22.5);  // 99.9 % point for 6 degrees of freedom
}

}  // namespace
}  // namespace lingan::random_test
