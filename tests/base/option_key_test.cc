#include <lingan/base/option_key.h>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include <lingan/base/error.h>

#include "tests/base/bird_options.h"

namespace lingan::option_key_test {
namespace {

using testing::BirdOptions;
using testing::kBirdKeys;

TEST(Range, HasOpenAndClosedEndsAndNeverHoldsNaN) {
  EXPECT_TRUE(ranges::kShare.contains(0));
  EXPECT_FALSE(ranges::kShare.contains(1));
  EXPECT_FALSE(ranges::kFactor.contains(0));
  EXPECT_TRUE(ranges::kFactor.contains(1));
  EXPECT_FALSE(ranges::kAny.contains(std::nan("")));
  EXPECT_FALSE(ranges::kPositive.contains(INFINITY));
}

TEST(OptionKey, SaysWhatIsAllowed) {
  const std::array expected = {"one of \"\", sparrow, swallow",
                               "a string",
                               "true or false",
                               "an integer in 0..9",
                               "an integer in 0..1000000000",
                               "a number > 0",
                               "a list of 1..64 integers in 1..65536"};
  for (size_t i = 0; i < kBirdKeys.size(); ++i) EXPECT_EQ(kBirdKeys[i].allowed(), expected[i]);
}

TEST(OptionKey, WritesValuesAsToml) {
  const BirdOptions options;
  const std::array expected = {"\"sparrow\"", "\"\"", "true", "4", "3000", "0.03", "[1, 2]"};
  for (size_t i = 0; i < kBirdKeys.size(); ++i) EXPECT_EQ(kBirdKeys[i].text(&options), expected[i]);
}

std::string refusal(const BirdOptions& options) {
  try {
    check_options("bird", kBirdKeys, &options);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "kept";
}

TEST(CheckOptions, NamesTheFirstKeyThatIsNotAllowed) {
  EXPECT_EQ(refusal({}), "kept");
  EXPECT_EQ(refusal({.kind = "robin"}),
            "bird.kind = \"robin\": expected one of \"\", sparrow, swallow");
  EXPECT_EQ(refusal({.eggs = 10}), "bird.eggs = 10: expected an integer in 0..9");
  EXPECT_EQ(refusal({.weight = std::nan("")}), "bird.weight = nan: expected a number > 0");
  EXPECT_EQ(refusal({.flights = {}}),
            "bird.flights = []: expected a list of 1..64 integers in 1..65536");
  EXPECT_EQ(refusal({.flights = std::vector<int64_t>(65, 1)}).substr(0, 17), "bird.flights = [1");
}

/// As TOML tells floats from integers, and gets back the same double.
TEST(OptionKey, WritesNumbersThatReadBackAsTheSame) {
  const auto written = [](double weight) {
    const BirdOptions options = {.weight = weight};
    return kBirdKeys[5].text(&options);
  };
  EXPECT_EQ(written(2), "2.0");
  EXPECT_EQ(written(1e300), "1e+300");
  EXPECT_EQ(written(-INFINITY), "-inf");
  for (const double weight : {0.1, 1.0 / 3, 5e-324, std::numeric_limits<double>::max()}) {
    EXPECT_EQ(std::strtod(written(weight).c_str(), nullptr), weight);
  }
}

TEST(QuoteToml, EscapesWhatAStringMayNotHold) {
  EXPECT_EQ(quote_toml("plain \u00E9"), "\"plain \u00E9\"");
  EXPECT_EQ(quote_toml("a\"b\\c"), "\"a\\\"b\\\\c\"");
  EXPECT_EQ(quote_toml("tab\tdelete\x7F"), "\"tab\\u0009delete\\u007F\"");
  EXPECT_EQ(quote_toml(""), "\"\"");
}

}  // namespace
}  // namespace lingan::option_key_test
