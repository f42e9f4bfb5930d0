#include <lingan/text/base64.h>

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>

namespace lingan::base64_test {
namespace {

TEST(Base64, AgreesWithRfc4648) {
  const std::pair<std::string, std::string> cases[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : cases) {
    EXPECT_EQ(encode_base64(bytes), text);
    EXPECT_EQ(decode_base64(text), bytes);
  }
}

TEST(Base64, UsesItsWholeAlphabetInOrder) {
  std::string bytes;  // the numbers 0..63, six bits each
  uint32_t group = 0;
  for (uint32_t i = 0; i < 64; ++i) {
    group = group << 6 | i;
    if (i % 4 != 3) continue;
    for (const int shift : {16, 8, 0}) bytes += static_cast<char>(group >> shift);
    group = 0;
  }
  EXPECT_EQ(encode_base64(bytes),
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
}

TEST(Base64, GivesBackAllBytes) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  for (size_t cut = 0; cut < 4; ++cut) {
    const std::string some = bytes.substr(cut);
    EXPECT_EQ(decode_base64(encode_base64(some)), some);
  }
}

TEST(Base64, RefusesWhatIsNeverWritten) {
  for (const auto* text : {"Zg", "Zg=", "Z===", "====", "=Zg=", "Zg==Zg==", "Zm9v\n", " Zm9v",
                           "Zm-v", "Zm_v", "Zh==", "Zm9="}) {
    EXPECT_EQ(decode_base64(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace lingan::base64_test
