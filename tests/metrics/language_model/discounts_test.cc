#include <lingan/metrics/language_model/discounts.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

namespace lingan::metrics::discounts_test {
namespace {

using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

TEST(Discounts, AreThoseOfChenAndGoodman) {
  // Y = 8 / (8 + 2 * 4) = 1/2; D1 = 1 - 2Y 4/8, D2 = 2 - 3Y 2/4, D3 = 3 - 4Y 1/2.
  const Discounts discounts = estimate_discounts({0, 8, 4, 2, 1}, 2);
  EXPECT_FLOAT_EQ(discounts[1], 0.5F);
  EXPECT_FLOAT_EQ(discounts[2], 1.25F);
  EXPECT_FLOAT_EQ(discounts[3], 2.0F);
}

TEST(Discounts, OfACountAreNoneForZeroAndOneForThreeAndMore) {
  const Discounts discounts = {0, 0.1F, 0.2F, 0.3F};
  EXPECT_EQ(discount_of(discounts, 0), 0.0F);
  EXPECT_EQ(discount_of(discounts, 2), 0.2F);
  EXPECT_EQ(discount_of(discounts, 3), 0.3F);
  EXPECT_EQ(discount_of(discounts, 4000000000), 0.3F);
}

TEST(Discounts, NeedNgramsOfEachCountUpToThree) {
  for (const CountsOfCounts& counts : {CountsOfCounts{0, 0, 4, 2, 1}, CountsOfCounts{0, 8, 0, 2, 1},
                                       CountsOfCounts{0, 8, 4, 0, 1}}) {
    EXPECT_THAT([&] { estimate_discounts(counts, 3); },
                ThrowsMessage<InputError>(HasSubstr("for 3-grams: none has the adjusted count")));
  }
  EXPECT_FLOAT_EQ(estimate_discounts({0, 8, 4, 2, 0}, 3)[3], 3.0F);
}

TEST(Discounts, AreRefusedOutsideTheirRange) {
  // Y = 1/2, and D2 = 2 - 3/2 * 20/4 < 0.
  EXPECT_THAT(
      [] {
        estimate_discounts({0, 8, 4, 20, 1}, 2);
      },
      ThrowsMessage<InputError>(HasSubstr("of count 2 would be -5.5, outside 0..2")));
}

}  // namespace
}  // namespace lingan::metrics::discounts_test
