/// Expected tokens were printed by sacreBLEU 2.6.0:
///   BLEU(tokenize=NAME)._preprocess_segment(LINE).split()
/// tests/interop/sacrebleu_interop.py compares random lines.
#include <lingan/text/sacrebleu/tokenization.h>

#include <gtest/gtest.h>
#include <lingan/base/error.h>

namespace lingan::tokenization_test {
namespace {

std::string joined(std::string_view name, std::string_view line) {
  std::string buffer;
  std::string text;
  const auto& tokenization = find_card(sacrebleu_tokenizations(), name, "tokenization");
  for (const auto token : split_as_sacrebleu(tokenization, line, buffer)) {
    (text += text.empty() ? "" : "|") += token;
  }
  return text;
}

TEST(SacrebleuTokenization, Of13aSetsPunctuationApartButNotInsideNumbers) {
  EXPECT_EQ(joined("13a", "It's 1,000.5 (or 10-12), e-mail."),
            "It's|1,000.5|(|or|10|-|12|)|,|e-mail|.");
  EXPECT_EQ(joined("13a", "U.S. ..,, 2. .5 x,y"), "U|.|S|.|.|.|,|,|2|.|.|5|x|,|y");
}

TEST(SacrebleuTokenization, Of13aUnpacksEntitiesInTheirOrder) {
  EXPECT_EQ(joined("13a", "&quot;a&quot; &amp;lt; &amp;quot; <skipped>b"), "\"|a|\"|<|&|quot|;|b");
  EXPECT_EQ(joined("13a", "hyphen-\nated new\nline"), "hyphenated|new|line");
}

TEST(SacrebleuTokenization, OfNoneSplitsAtTheWhiteSpaceOfPython) {
  EXPECT_EQ(joined("none",
                   "a\x1f"
                   "b\xC2\x85"
                   "c\xE3\x80\x80"
                   "d.\xE2\x80\x8B"
                   "e "),
            "a|b|c|d.\u200Be");
}

TEST(SacrebleuTokenization, OfCharacters) {
  EXPECT_EQ(joined("char", "a \xE4\xBD\xA0\xF0\x9F\x98\x80."), "a|\u4F60|\U0001F600|.");
}

// U+20000 is no Chinese character to sacreBLEU, but U+2026 and U+2192 are.
TEST(SacrebleuTokenization, OfChineseKeepsTheRangesOfSacrebleu) {
  EXPECT_EQ(joined("zh", "\u4F60\u597D,abc"), "\u4F60|\u597D|,|abc");
  EXPECT_EQ(joined("zh", "a\u2026b\u2192c\u2000d"), "a|\u2026|b|\u2192|c|d");
  EXPECT_EQ(joined("zh", "x\U00020000y\U0002F800z"), "x\U00020000y\U0002F800z");
}

TEST(SacrebleuTokenization, OfUnicodeSetsPunctuationAndSymbolsApart) {
  EXPECT_EQ(joined("intl", "\u00BFqu\u00E9? 5\u20AC, 1,5 2. a.b"),
            "\u00BF|qu\u00E9|?|5|\u20AC|,|1,5|2|.|a|.|b");
  EXPECT_EQ(joined("intl", "in 1999."), "in|1999.");
}

TEST(SacrebleuTokenization, OfAnUnknownNameIsRefused) {
  EXPECT_THROW(find_card(sacrebleu_tokenizations(), "ja-mecab", "tokenization"), UsageError);
}

}  // namespace
}  // namespace lingan::tokenization_test
