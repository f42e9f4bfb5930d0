#include <gtest/gtest.h>
#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <random>
#include <string>
#include <vector>

#include <lingan/text/sacrebleu/punctuation.h>

#include "tests/split_words.h"
#include "tests/text/utf8_of.h"

namespace lingan::unicode_punctuation_test {
namespace {

using testing::split;
using testing::Words;

/// A replacement by ICU's regular expressions, which no code of ours takes part in.
std::string replaced(const std::string& line, const char* expression, const char* by) {
  UErrorCode status = U_ZERO_ERROR;
  icu::RegexMatcher matcher(icu::UnicodeString::fromUTF8(expression), 0, status);
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8(line);
  matcher.reset(text);
  std::string result;
  matcher.replaceAll(icu::UnicodeString::fromUTF8(by), status).toUTF8String(result);
  EXPECT_TRUE(U_SUCCESS(status));
  return result;
}

/// The three replacements of sacreBLEU's tokenizer_intl.py.
std::string by_expressions(const std::string& line) {
  const std::string after = replaced(line, "(\\P{N})(\\p{P})", "$1 $2 ");
  const std::string before = replaced(after, "(\\p{P})(\\P{N})", " $1 $2");
  return replaced(before, "(\\p{S})", " $1 ");
}

TEST(UnicodePunctuation, IsSetApartAsTheExpressionsDo) {
  const std::vector<std::string> telling = {".",      ",",      "1",      "5",
                                            "a",      "\u00BD", "\u20AC", "\u2026",
                                            "\u00AB", "\u0663", "\u4F60", "\U0001F600"};
  std::mt19937 random(4);
  for (int i = 0; i < 1500; ++i) {
    std::string line;
    for (size_t length = random() % 16; length > 0; --length) {
      line += random() % 3 > 0 ? telling[random() % telling.size()]
                               : testing::utf8_of(0x20 + random() % 0x2FE0);
    }
    ASSERT_EQ(split(separate_unicode_punctuation(line)), split(by_expressions(line))) << line;
  }
}

/// What sacreBLEU 2.6.0 prints: TokenizerV14International()(line).
TEST(UnicodePunctuation, IsSetApartAsSacrebleuDoes) {
  const auto of = [](const char* line) { return split(separate_unicode_punctuation(line)); };
  EXPECT_EQ(of("1,5 5, a"), (Words{"1,5", "5", ",", "a"}));
  EXPECT_EQ(of("1.,2"), (Words{"1", ".", ",", "2"}));
  EXPECT_EQ(of("1\u00BD,2"), (Words{"1\u00BD,2"})) << "a half is a number";
  EXPECT_EQ(of("\u00ABa\u00BB1"), (Words{"\u00AB", "a", "\u00BB", "1"}));
  EXPECT_EQ(of("\u20AC5 a+b"), (Words{"\u20AC", "5", "a", "+", "b"}));
  EXPECT_EQ(of("(1)"), (Words{"(1)"})) << "brackets around a number stay";
}

}  // namespace
}  // namespace lingan::unicode_punctuation_test
