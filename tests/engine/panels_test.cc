#include <lingan/engine/panels.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/engine/random_numbers.h"

namespace lingan::engine::panels_test {
namespace {

TEST(Panels, HoldRowsAsColumnsWithZerosAfterTheLast) {
  for (const int64_t count : {1, 31, 32, 33, 70}) {
    constexpr int64_t kDepth = 5;
    const auto rows = random_floats(0, count * kDepth);
    std::vector<float> panels(panels_of(count) * kPanel * kDepth, NAN);
    pack_panels({rows.data(), count, kDepth}, 0, panels_of(count), panels.data());
    for (int64_t row = 0; row < panels_of(count) * kPanel; ++row) {
      for (int64_t k = 0; k < kDepth; ++k) {
        const float packed = panels[(row / kPanel * kDepth + k) * kPanel + row % kPanel];
        ASSERT_EQ(packed, row < count ? rows[row * kDepth + k] : 0.0f) << row << " " << k;
      }
    }
  }
}

TEST(Panels, AreWrittenOneByOne) {
  constexpr int64_t kCount = 80, kDepth = 3;
  const auto rows = random_floats(0, kCount * kDepth);
  std::vector<float> whole(3 * kPanel * kDepth), middle(whole.size(), NAN);
  pack_panels({rows.data(), kCount, kDepth}, 0, 3, whole.data());
  pack_panels({rows.data(), kCount, kDepth}, 1, 2, middle.data());
  for (size_t i = 0; i < whole.size(); ++i) {
    const bool is_middle = i / (kPanel * kDepth) == 1;
    EXPECT_TRUE(is_middle ? middle[i] == whole[i] : std::isnan(middle[i])) << i;
  }
}

TEST(Panels, AreCountedRoundedUp) {
  EXPECT_EQ(panels_of(0), 0);
  EXPECT_EQ(panels_of(1), 1);
  EXPECT_EQ(panels_of(kPanel), 1);
  EXPECT_EQ(panels_of(kPanel + 1), 2);
}

}  // namespace
}  // namespace lingan::engine::panels_test
