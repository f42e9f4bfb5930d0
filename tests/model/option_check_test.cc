#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/model/option_check.h>

namespace lingan::option_check_test {
namespace {

TEST(CheckRange, LetsTheBoundsPassAndNamesTheKeyOfWhatIsBeyond) {
  EXPECT_NO_THROW(check_range("width", 1, 1, 9));
  EXPECT_NO_THROW(check_range("width", 9, 1, 9));
  for (const int64_t value : {0, 10, -5}) {
    try {
      check_range("width", value, 1, 9);
      ADD_FAILURE() << value;
    } catch (const UsageError& error) {
      EXPECT_EQ(error.what(), "width = " + std::to_string(value) + ": expected 1..9");
    }
  }
}

}  // namespace
}  // namespace lingan::option_check_test
