#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include <lingan/base/decompression.h>

#include "tests/base/packed.h"

namespace lingan::zstd_decoder_test {
namespace {

TEST(ZstdDecoder, SkipsTheFrameThatPzstdBeginsWith) {
  const std::string bytes =
      std::string("\x50\x2A\x4D\x18\x04\0\0\0abcd", 12) + testing::zstd("text");
  const auto decoder = make_zstd_decoder();
  std::string_view packed = bytes;
  std::string text(100, '\0');
  std::span<char> free(text);
  while (!packed.empty()) EXPECT_EQ(decoder->decode(packed, free, true), "");
  EXPECT_EQ(text.substr(0, text.size() - free.size()), "text");
  EXPECT_TRUE(decoder->may_end());
}

}  // namespace
}  // namespace lingan::zstd_decoder_test
