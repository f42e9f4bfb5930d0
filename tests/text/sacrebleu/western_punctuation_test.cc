#include <gtest/gtest.h>

#include <random>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include <lingan/text/sacrebleu/punctuation.h>

#include "tests/split_words.h"

namespace lingan::western_punctuation_test {
namespace {

using testing::split;
using testing::Words;

/// The replacements of sacreBLEU's tokenizer_re.py by the standard library's regular expressions.
std::string by_expressions(std::string line) {
  static const std::pair<std::regex, const char*> kReplacements[] = {
      {std::regex(R"(([{-~\[-` -&(-+:-@/]))"), " $1 "},
      {std::regex(R"(([^0-9])([.,]))"), "$1 $2 "},
      {std::regex(R"(([.,])([^0-9]))"), " $1 $2"},
      {std::regex(R"(([0-9])(-))"), "$1 $2 "}};
  for (const auto& [expression, by] : kReplacements) {
    line = std::regex_replace(line, expression, by);
  }
  return line;
}

TEST(WesternPunctuation, IsSetApartAsTheExpressionsDo) {
  std::mt19937 random(4);
  for (int i = 0; i < 2000; ++i) {
    std::string line;
    for (size_t length = random() % 20; length > 0; --length) {
      const bool is_telling = random() % 2 == 0;
      line += is_telling ? "..,,--019ab '"[random() % 13] : static_cast<char>(' ' + random() % 95);
    }
    ASSERT_EQ(split(separate_western_punctuation(line)), split(by_expressions(line))) << line;
  }
}

/// What sacreBLEU 2.6.0 prints: TokenizerRegexp()(line).
TEST(WesternPunctuation, IsSetApartAsSacrebleuDoes) {
  const auto of = [](const char* line) { return split(separate_western_punctuation(line)); };
  EXPECT_EQ(of("a,b 1,5 5, a"), (Words{"a", ",", "b", "1,5", "5", ",", "a"}));
  EXPECT_EQ(of("1.,2"), (Words{"1", ".", ",", "2"}));
  EXPECT_EQ(of("1\u00BD,2"), (Words{"1\u00BD", ",", "2"})) << "a half is no digit";
  EXPECT_EQ(of("it's e-mail 10-12"), (Words{"it's", "e-mail", "10", "-", "12"}));
}

TEST(PlainTextOfSgml, UndoesWhatMtevalUndoesInItsOrder) {
  EXPECT_EQ(plain_text_of_sgml("<skipped>a"), "a");
  EXPECT_EQ(plain_text_of_sgml("hy-\nphen, line\nline"), "hyphen, line line");
  EXPECT_EQ(plain_text_of_sgml("&quot;&lt;&gt;&amp;"), "\"<>&");
  EXPECT_EQ(plain_text_of_sgml("&amp;lt; &amp;quot;"), "< &quot;") << "quotes come first";
  EXPECT_EQ(plain_text_of_sgml("a < b & c"), "a < b & c");
}

}  // namespace
}  // namespace lingan::western_punctuation_test
