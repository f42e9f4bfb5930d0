#include <lingan/text/normalizer.h>

#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "tests/text/unicode_data.h"

namespace lingan::normalizer_test {
namespace {

std::string nfc(std::string_view text) { return normalize(text, {"nfc", false}); }
std::string nfkc(std::string_view text) { return normalize(text, {"nfkc", false}); }

std::string utf8_of(const std::string& code_points) {
  std::istringstream fields(code_points);
  std::string text;
  for (std::string field; fields >> field;) text += testing::to_utf8(field);
  return text;
}

/// Whether this ICU's Unicode version has all code points of a text.
bool is_known(const std::string& text) {
  for (size_t at = 0; at < text.size();) {
    UChar32 c;
    U8_NEXT(text.data(), at, text.size(), c);
    if (!u_isdefined(c)) return false;
  }
  return true;
}

// The file's rule: with its columns c1..c5, c2 = NFC(c1) = NFC(c2) = NFC(c3), c4 = NFC(c4) =
// NFC(c5), and c4 is the NFKC of all five.
TEST(Normalizer, AgreesWithUnicodesNormalizationTest) {
  const std::string name =
      std::filesystem::exists(testing::unicode_data() / "NormalizationTest.txt")
          ? "NormalizationTest.txt"
          : "NormalizationTest.txt.bz2";
  LINGAN_NEEDS_UNICODE(name);
  int cases = 0;
  for (const auto& line : testing::unicode_lines(name)) {
    std::istringstream fields(line);
    std::vector<std::string> c(5);
    for (auto& column : c) {
      std::string field;
      std::getline(fields, field, ';');
      column = utf8_of(field);
    }
    if (!is_known(c[0])) continue;
    for (int i = 0; i < 3; ++i) ASSERT_EQ(nfc(c[i]), c[1]) << line;
    for (int i = 3; i < 5; ++i) ASSERT_EQ(nfc(c[i]), c[3]) << line;
    for (int i = 0; i < 5; ++i) ASSERT_EQ(nfkc(c[i]), c[3]) << line;
    ++cases;
  }
  EXPECT_GT(cases, 15000);
}

TEST(Normalizer, LeavesTextAloneWithoutAForm) {
  EXPECT_EQ(normalize("e\u0301 Ａ", {"none", false}), "e\u0301 Ａ");
}

TEST(Normalizer, FoldsCaseAndWidth) {
  EXPECT_EQ(normalize("Ｓtraße ﬁ", {"nfkc-casefold", false}), "strasse fi");
}

TEST(Normalizer, LowersByTheRootLocale) {
  EXPECT_EQ(normalize("TITLE ÄÖ ΣΑΣ", {"nfc", true}), "title äö σας");
}

TEST(Normalizer, StaysInItsFormAfterLowering) {
  EXPECT_EQ(normalize("H\u0331", {"nfc", true}), "\u1E96");
}

TEST(Normalizer, NamesTheFormsItKnows) {
  try {
    normalize("x", {"nfd", false});
    FAIL() << "no exception";
  } catch (const UsageError& error) {
    EXPECT_STREQ(error.what(),
                 "normalization form 'nfd': expected nfc, nfkc, nfkc-casefold or none");
  }
}

}  // namespace
}  // namespace lingan::normalizer_test
