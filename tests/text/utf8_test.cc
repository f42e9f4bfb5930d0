#include <lingan/text/utf8.h>

#include <gtest/gtest.h>

namespace lingan {
namespace {

TEST(Utf8, AcceptsTheFirstAndLastCodePointOfEveryLength) {
  for (const std::string text : {"\x7F", "\u0080", "\u07FF", "\u0800", "\xED\x9F\xBF", "\uE000",
                                 "\uFFFF", "\U00010000", "\U0010FFFF"}) {
    EXPECT_EQ(valid_utf8_prefix(text), text.size()) << text;
  }
}

TEST(Utf8, StopsAtTheFirstMalformedByte) {
  const struct {
    std::string text;
    size_t prefix;
  } cases[] = {
      {"abc\x80", 3},                  // continuation without a lead
      {"\xC0\x80", 0},                 // over-long NUL
      {"\xE0\x9F\xBF", 0},             // over-long U+07FF
      {"\xF0\x8F\xBF\xBF", 0},         // over-long U+FFFF
      {"ab\xED\xA0\x80", 2},           // surrogate
      {"\xF4\x90\x80\x80", 0},         // above U+10FFFF
      {"\xF5\x80\x80\x80", 0},         // no lead byte
      {"12345678\xE3\x81", 8},         // cut off
      {"\u3042\u3042\u3042\xFFz", 9},  // after long characters
  };
  for (const auto& [text, prefix] : cases) EXPECT_EQ(valid_utf8_prefix(text), prefix);
}

// Unicode 15, table 3-8: U+FFFD for maximal subparts.
TEST(Utf8, ReplacesMaximalSubparts) {
  EXPECT_EQ(replace_malformed_utf8("a\xF1\x80\x80\xE1\x80\xC2"
                                   "b\x80"
                                   "c\x80\xBF"
                                   "d"),
            "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd");
  EXPECT_EQ(replace_malformed_utf8("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
}

}  // namespace
}  // namespace lingan
