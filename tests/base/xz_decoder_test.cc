#include <cstdlib>
#include <string>

#include <gtest/gtest.h>
#include <lzma.h>

#include <lingan/base/decompression.h>

namespace lingan::xz_decoder_test {
namespace {

TEST(XzDecoder, RefusesAFileThatAsksForGigabytes) {
  lzma_options_lzma options;
  ::lzma_lzma_preset(&options, 0);
  options.dict_size = uint32_t{1} << 30;
  lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
  std::string packed(1000, '\0');
  size_t bytes = 0;
  const uint8_t text[] = {'t', 'e', 'x', 't'};
  ASSERT_EQ(
      ::lzma_stream_buffer_encode(filters, LZMA_CHECK_CRC32, nullptr, text, sizeof text,
                                  reinterpret_cast<uint8_t*>(packed.data()), &bytes, packed.size()),
      LZMA_OK);
  const auto decoder = make_xz_decoder();
  std::string_view rest = std::string_view(packed).substr(0, bytes);
  std::string unpacked(100, '\0');
  std::span<char> free(unpacked);
  EXPECT_EQ(decoder->decode(rest, free, true), "they need more than 256 MiB to unpack");
}

}  // namespace
}  // namespace lingan::xz_decoder_test
