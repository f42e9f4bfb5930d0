#include <lingan/text/sacrebleu/white_space.h>

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/text/utf8_of.h"

namespace lingan::white_space_test {
namespace {

/// Every code point c for which Python 3.11 says chr(c).isspace().
const std::set<size_t> kSpaces = {0x9,    0xA,    0xB,    0xC,    0xD,    0x1C,   0x1D,   0x1E,
                                  0x1F,   0x20,   0x85,   0xA0,   0x1680, 0x2000, 0x2001, 0x2002,
                                  0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A,
                                  0x2028, 0x2029, 0x202F, 0x205F, 0x3000};

TEST(WhiteSpace, IsWhatPythonTakesForSpace) {
  for (size_t c = 1; c < 0x110000; c += c < 0x11000 ? 1 : 61) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    const std::string character = testing::utf8_of(c);
    const bool is_space = kSpaces.contains(c);
    ASSERT_EQ(strip_left(character + "x"), is_space ? "x" : character + "x") << c;
    ASSERT_EQ(strip_right("x" + character), is_space ? "x" : "x" + character) << c;
  }
}

TEST(WhiteSpace, IsStrippedAtOneEndAndKeptInside) {
  const std::string line = " \t\u3000a \u2003 b\u00A0\r\n";
  EXPECT_EQ(strip_left(line), "a \u2003 b\u00A0\r\n");
  EXPECT_EQ(strip_right(line), " \t\u3000a \u2003 b");
}

TEST(WhiteSpace, LeavesNothingOfALineOfSpaces) {
  for (const char* line : {"", " ", "\u3000\u2028 \t", "\u00A0\u00A0"}) {
    EXPECT_EQ(strip_left(line), "");
    EXPECT_EQ(strip_right(line), "");
  }
}

}  // namespace
}  // namespace lingan::white_space_test
