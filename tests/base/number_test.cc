#include <lingan/base/number.h>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace lingan::number_test {
namespace {

TEST(ParseNumber, ReadsDecimalIntegersToTheEndsOfTheirType) {
  EXPECT_EQ(parse_number<uint64_t>("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(parse_number<uint64_t>("0"), 0U);
  EXPECT_EQ(parse_number<int64_t>("-9223372036854775808"), INT64_MIN);
  EXPECT_EQ(parse_number<int32_t>("+7"), 7);
}

TEST(ParseNumber, TakesLeadingZerosForNothing) {
  EXPECT_EQ(parse_number<int32_t>("010"), 10);
  EXPECT_EQ(parse_number<uint64_t>("0089"), 89U);
  EXPECT_EQ(parse_number<double>("00.5"), 0.5);
}

TEST(ParseNumber, TakesTheSignOfAZeroForNothing) {
  EXPECT_EQ(parse_number<int64_t>("-0"), 0);
  EXPECT_EQ(parse_number<uint64_t>("-0"), 0U);
  EXPECT_EQ(parse_number<uint64_t>("-00"), 0U);
  EXPECT_EQ(parse_number<double>("-0"), 0.0);
}

TEST(ParseNumber, ReadsDecimalFractions) {
  EXPECT_EQ(parse_number<double>("0.1"), 0.1);
  EXPECT_EQ(parse_number<double>("1e-4"), 1e-4);
  EXPECT_EQ(parse_number<double>("3"), 3.0);
}

TEST(ParseNumber, RefusesWhatIsNoDecimalNumber) {
  for (const char* text : {"", " 1", "1 ", "0x10", "0b1", "0o7", "1_000", "1'000", "1,000", "1e3",
                           "1.0", "--1", "+-1", "+", "-", "a", "\t1"}) {
    EXPECT_EQ(parse_number<int64_t>(text), std::nullopt) << text;
  }
  for (const char* text : {"+-0", "--0", "-0-", "-0x0", "-", "-01"}) {
    EXPECT_EQ(parse_number<uint64_t>(text), std::nullopt) << text;
  }
  for (const char* text : {"", "nan", "inf", "-inf", "infinity", "0x1p3", "1e", "1.0f", "1 "}) {
    EXPECT_EQ(parse_number<double>(text), std::nullopt) << text;
  }
}

TEST(ParseNumber, RefusesWhatDoesNotFit) {
  EXPECT_EQ(parse_number<uint64_t>("-1"), std::nullopt);
  EXPECT_EQ(parse_number<uint64_t>("18446744073709551616"), std::nullopt);
  EXPECT_EQ(parse_number<int32_t>("2147483648"), std::nullopt);
  EXPECT_EQ(parse_number<double>("1e999"), std::nullopt);
}

}  // namespace
}  // namespace lingan::number_test
