#include <lingan/metrics/vectors/binary_codes.h>

#include <gtest/gtest.h>

#include <vector>

namespace lingan::metrics::binary_codes_test {
namespace {

TEST(BinaryCodes, AreSignsAndDifferInBits) {
  SentenceVectors vectors{.width = 70, .values = std::vector<double>(140, -0.1)};
  vectors.values[0] = 0.0;  // counts as 1
  vectors.values[69] = 3.0;
  vectors.values[70 + 69] = 1e-9;
  const BinaryCodes codes = signs_of(vectors);
  ASSERT_EQ(codes.size(), 2);
  EXPECT_EQ(codes.words_of_each(), 2);
  EXPECT_EQ(codes.words, (std::vector<uint64_t>{1, 32, 0, 32}));
  EXPECT_TRUE(codes.bit(0, 69));
  EXPECT_FALSE(codes.bit(1, 0));
  EXPECT_EQ(codes.distance(0, 1), 1);
  EXPECT_EQ(codes.distance(0, 0), 0);
}

}  // namespace
}  // namespace lingan::metrics::binary_codes_test
