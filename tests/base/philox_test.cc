#include <lingan/base/philox.h>

#include <gtest/gtest.h>

namespace lingan::philox_test {
namespace {

void expect_block(const Philox4& counter, uint64_t key, const Philox4& expected) {
  const Philox4 block = philox4x32_10(counter, key);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(block.word[i], expected.word[i]) << "word " << i;
}

// The three lines of Random123's kat_vectors for philox4x32 with 10 rounds.
TEST(Philox, GivesTheKnownAnswerForZeros) {
  expect_block({{0, 0, 0, 0}}, 0, {{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}});
}

TEST(Philox, GivesTheKnownAnswerForOnes) {
  const uint32_t ones = 0xffffffff;
  expect_block({{ones, ones, ones, ones}}, 0xffffffffffffffff,
               {{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}});
}

TEST(Philox, GivesTheKnownAnswerForDigitsOfPi) {
  expect_block({{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}}, 0x299f31d0a4093822,
               {{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}});
}

}  // namespace
}  // namespace lingan::philox_test
