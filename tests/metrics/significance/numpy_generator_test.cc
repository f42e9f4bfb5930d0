/// Numbers that NumPy 2.4.6 printed: default_rng(SEED).bit_generator.random_raw, choice and
/// integers.
#include <lingan/metrics/significance/numpy_generator.h>

#include <gtest/gtest.h>

#include <vector>

namespace lingan::metrics::numpy_generator_test {
namespace {

std::vector<uint32_t> chosen(NumpyGenerator& generator, uint32_t bound, size_t count) {
  std::vector<uint32_t> numbers(count);
  generator.choose(bound, numbers);
  return numbers;
}

TEST(NumpyGenerator, DrawsTheWordsOfNumpy) {
  NumpyGenerator generator(12345);
  EXPECT_EQ(generator.next64(), 0x3A32B18DB2FFC19Du);
  EXPECT_EQ(generator.next64(), 0x51171315C9E4C4DEu);
  EXPECT_EQ(generator.next64(), 0xCC2024823444EFD9u);
  NumpyGenerator other(0);
  EXPECT_EQ(other.next64(), 0xA30FEBCFD9C2825Fu);
}

TEST(NumpyGenerator, ChoosesAsNumpy) {
  NumpyGenerator generator(12345);
  EXPECT_EQ(chosen(generator, 10, 12), (std::vector<uint32_t>{6, 2, 7, 3, 2, 7, 6, 6, 9, 3, 8, 3}));
  EXPECT_EQ(chosen(generator, 1000003, 4), (std::vector<uint32_t>{567505, 598310, 213143, 186734}));
}

// Of a bound that is far from a power of two, words are often drawn again.
TEST(NumpyGenerator, ChoosesWithoutBias) {
  NumpyGenerator generator(12345);
  EXPECT_EQ(chosen(generator, 3000000000, 6),
            (std::vector<uint32_t>{2097645094, 682008066, 2365940964, 950275018, 2392096371,
                                   2028764011}));
}

TEST(NumpyGenerator, DrawsNothingToChooseFromOne) {
  NumpyGenerator generator(12345);
  EXPECT_EQ(chosen(generator, 1, 5), std::vector<uint32_t>(5, 0));
  EXPECT_EQ(generator.next64(), 0x3A32B18DB2FFC19Du);
}

TEST(NumpyGenerator, TossesTheCoinsOfNumpyBitByBit) {
  NumpyGenerator generator(12345);
  const std::vector<int> expected = {1, 0, 1, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1,
                                     1, 1, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 0, 0, 1};
  uint32_t word = 0;
  for (size_t i = 0; i < expected.size(); ++i) {
    if (i % 32 == 0) word = generator.next32();
    EXPECT_EQ(static_cast<int>(word >> i % 32 & 1), expected[i]) << i;
  }
}

}  // namespace
}  // namespace lingan::metrics::numpy_generator_test
