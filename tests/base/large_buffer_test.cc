#include <lingan/base/large_buffer.h>

#include <cstdint>
#include <limits>
#include <new>

#include <gtest/gtest.h>

namespace lingan::large_buffer_test {
namespace {

TEST(LargeBuffer, HoldsItsNumbersOnACacheLine) {
  for (const size_t count : {size_t{0}, size_t{1}, size_t{1000}, size_t{3'000'000}}) {
    LargeBuffer buffer(count);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(buffer.data()) % 64, 0u) << count;
    for (size_t i = 0; i < count; ++i) buffer.data()[i] = static_cast<float>(i % 1000);
    for (size_t i = 0; i < count; i += 997) ASSERT_EQ(buffer.data()[i], i % 1000) << count;
  }
}

TEST(LargeBuffer, ThrowsWhereNoMemoryHoldsIt) {
  constexpr size_t kMax = std::numeric_limits<size_t>::max() / sizeof(float);
  EXPECT_THROW(LargeBuffer{kMax}, std::bad_alloc);
  EXPECT_THROW(LargeBuffer{kMax + 2}, std::bad_alloc);
}

}  // namespace
}  // namespace lingan::large_buffer_test
