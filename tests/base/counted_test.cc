#include <lingan/base/counted.h>

#include <gtest/gtest.h>

#include <cstdint>

namespace lingan::counted_test {
namespace {

TEST(Counted, HasTheSingularOfOneAlone) {
  EXPECT_EQ(counted(0, "label"), "0 labels");
  EXPECT_EQ(counted(int64_t{1}, "label"), "1 label");
  EXPECT_EQ(counted(size_t{2}, "label"), "2 labels");
}

}  // namespace
}  // namespace lingan::counted_test
