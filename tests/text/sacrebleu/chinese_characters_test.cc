#include <lingan/text/sacrebleu/chinese_characters.h>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/text/utf8_of.h"

namespace lingan::chinese_characters_test {
namespace {

/// All c for which TokenizerZh._is_chinese_char(chr(c)) of sacreBLEU 2.6.0 is true, asked one by
/// one.
const std::vector<std::pair<char32_t, char32_t>> kOfSacrebleu = {
    {0x2001, 0x2A6D}, {0x2E80, 0x2FDF}, {0x2FF0, 0x303F}, {0x3100, 0x312F}, {0x31A0, 0x31EF},
    {0x3200, 0x4DB5}, {0x4E00, 0x9FBB}, {0xF900, 0xFA2D}, {0xFA30, 0xFA6A}, {0xFA70, 0xFAD9},
    {0xFE10, 0xFE1F}, {0xFE30, 0xFE4F}, {0xFF00, 0xFFEF}};

bool is_of_sacrebleu(char32_t character) {
  for (const auto& [first, last] : kOfSacrebleu) {
    if (first <= character && character <= last) return true;
  }
  return false;
}

TEST(ChineseCharacters, AreThoseOfSacrebleu) {
  for (char32_t c = 0; c < 0x110000; ++c) {
    ASSERT_EQ(is_chinese_to_sacrebleu(c), is_of_sacrebleu(c)) << static_cast<uint32_t>(c);
  }
}

TEST(ChineseCharacters, AreSetApartWhereverTheyStand) {
  for (char32_t c = 1; c < 0x110000; c += c < 0x11000 ? 1 : 61) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string character = testing::utf8_of(c);
    const std::string apart = is_of_sacrebleu(c) ? " " + character + " " : character;
    ASSERT_EQ(separate_chinese_characters("a" + character), "a" + apart)
        << static_cast<uint32_t>(c);
  }
}

TEST(ChineseCharacters, HaveASpaceOfTheirOwnOnBothSides) {
  EXPECT_EQ(separate_chinese_characters("\u4F60\u597D,x"), " \u4F60  \u597D ,x");
  EXPECT_EQ(separate_chinese_characters("plain e\u0301"), "plain e\u0301");
  EXPECT_EQ(separate_chinese_characters(""), "");
}

}  // namespace
}  // namespace lingan::chinese_characters_test
