#include "tools/duration.h"

#include <gtest/gtest.h>

namespace lingan::tools::duration_test {
namespace {

TEST(FormatDuration, ShowsSecondsMinutesAndHours) {
  EXPECT_EQ(format_duration(0), "0 s");
  EXPECT_EQ(format_duration(44.6), "45 s");
  EXPECT_EQ(format_duration(59.7), "1 min 00 s");
  EXPECT_EQ(format_duration(200), "3 min 20 s");
  EXPECT_EQ(format_duration(2 * 3600 + 5 * 60), "2 h 05 min");
}

}  // namespace
}  // namespace lingan::tools::duration_test
