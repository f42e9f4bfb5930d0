#include <lingan/metrics/language_model/arpa_lines.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include <lingan/base/error.h>

#include "tests/refusal.h"

namespace lingan::metrics::arpa_lines_test {
namespace {

using ::testing::ElementsAre;

/// The lines of a text, which stays.
struct Text {
  explicit Text(const std::string& text)
      : stream(text), lines(CorpusLines(stream, "model", BadText::kError)) {}

  std::string refusal(const std::function<void(ArpaLines&)>& body) {
    return testing::refusal<InputError>([&] { body(lines); });
  }

  std::istringstream stream;
  ArpaLines lines;
};

TEST(ArpaLines, AreSplitAtBlanks) {
  Text text("ngram 1=3\r\n \t \n-0.5\ta b \t-1\n");
  text.lines.read();
  EXPECT_THAT(text.lines.fields(), ElementsAre("ngram", "1=3"));
  EXPECT_EQ(text.lines.line(), "ngram 1=3");
  text.lines.read();
  EXPECT_TRUE(text.lines.is_blank());
  text.lines.read();
  EXPECT_THAT(text.lines.fields(), ElementsAre("-0.5", "a", "b", "-1"));
  EXPECT_EQ(text.refusal([](ArpaLines& lines) { lines.read(); }),
            "model:3: the file ends here, without \\end\\; it is cut");
}

TEST(ArpaLines, BeginAfterCommentsAndBlankLines) {
  Text text("# written by hand\n\n#\\data\\\n  \\data\\ \nngram 1=3\n");
  text.lines.read_begin();
  text.lines.read();
  EXPECT_EQ(text.lines.line(), "ngram 1=3");
  const auto begin = [](ArpaLines& lines) { lines.read_begin(); };
  EXPECT_EQ(Text("# only words\n").refusal(begin),
            "model: no \\data\\ in it; this is no ARPA file");
  EXPECT_EQ(Text("\\data\\ 1\n").refusal(begin), "model:1: expected \\data\\, not '\\data\\ 1'");
}

TEST(ArpaLines, HaveAHeaderAfterBlankLines) {
  Text text("\n \n\\1-grams:\n\\2-grams:\n");
  text.lines.read();
  text.lines.read_header("\\1-grams:");
  text.lines.read();
  EXPECT_EQ(text.refusal([](ArpaLines& lines) { lines.read_header("\\3-grams:"); }),
            "model:4: expected \\3-grams:, not '\\2-grams:'");
}

TEST(ArpaLines, HaveNumbersThatAFloatHolds) {
  Text text("a\n");
  text.lines.read();
  EXPECT_EQ(text.lines.number("-2.5e-1"), -0.25f);
  EXPECT_EQ(text.lines.number("3e38"), 3e38f);
  for (const char* field : {"1e39", "-1e39", "nan", "inf", "x", "1x", ""}) {
    EXPECT_EQ(text.refusal([&](ArpaLines& lines) { lines.number(field); }),
              "model:1: '" + std::string(field) + "' is no number");
  }
}

TEST(ArpaLines, EndWithNothingButBlankLines) {
  const auto end = [](ArpaLines& lines) { lines.read_end(); };
  EXPECT_EQ(Text("\n \t\n\n").refusal(end), "accepted");
  EXPECT_EQ(Text("").refusal(end), "accepted");
  EXPECT_EQ(Text("\n\nmore\nand more\n").refusal(end), "model:3: expected nothing after \\end\\")
      << "the first of them";
}

}  // namespace
}  // namespace lingan::metrics::arpa_lines_test
