#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include <lingan/base/decompression.h>

#include "tests/base/packed.h"

namespace lingan::gzip_decoder_test {
namespace {

TEST(GzipDecoder, GivesMembersOneAfterTheOther) {
  const std::string bytes = testing::gzip("text") + testing::gzip(" and more");
  const auto decoder = make_gzip_decoder();
  std::string_view packed = bytes;
  std::string text(100, '\0');
  std::span<char> free(text);
  while (!packed.empty()) EXPECT_EQ(decoder->decode(packed, free, true), "");
  EXPECT_EQ(text.substr(0, text.size() - free.size()), "text and more");
  EXPECT_TRUE(decoder->may_end());
}

}  // namespace
}  // namespace lingan::gzip_decoder_test
