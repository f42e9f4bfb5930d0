#include <lingan/text/corpus/line_check.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include <lingan/base/error.h>

#include "tests/heard_notices.h"
#include "tests/refusal.h"

namespace lingan::line_check_test {
namespace {

using ::testing::HasSubstr;

CheckedLine check(std::string_view raw, int64_t number, BadText bad_text, std::string& repaired) {
  return LineCheck("file", bad_text).check(raw, number, repaired);
}

TEST(LineCheck, GivesAViewOfAGoodLine) {
  std::string repaired;
  const std::string line = "\u00E9t\u00E9";
  const CheckedLine checked = check(line, 3, BadText::kReplace, repaired);
  EXPECT_EQ(checked.text, line);
  EXPECT_EQ(checked.text.data(), line.data());
  EXPECT_FALSE(checked.is_bad);
  EXPECT_TRUE(repaired.empty());
}

TEST(LineCheck, DropsTheByteOrderMarkAlsoOfAFileInsideJoinedOnes) {
  std::string repaired;
  EXPECT_EQ(check("\uFEFFa\r", 1, BadText::kError, repaired).text, "a");
  EXPECT_EQ(check("\uFEFFa\r\r", 2, BadText::kError, repaired).text, "a\r");
  EXPECT_EQ(check("a\uFEFF", 2, BadText::kError, repaired).text, "a\uFEFF");
  EXPECT_EQ(check("\uFEFF", 1, BadText::kError, repaired).text, "");
}

TEST(LineCheck, GivesNoticeOfCarriageReturnsThatEndNoLine) {
  const testing::HeardNotices notices;
  const std::vector<std::string>& heard = notices.texts;
  std::string repaired;
  const LineCheck lines("mac.txt", BadText::kError);
  lines.check("plain\r", 1, repaired);
  EXPECT_THROW(lines.check("one\rtwo\xFF", 2, repaired), InputError);
  EXPECT_TRUE(heard.empty()) << "an error says enough";
  EXPECT_EQ(lines.check("one\rtwo\r", 2, repaired).text, "one\rtwo");
  lines.check("one\rtwo\r", 3, repaired);
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_THAT(heard[0], HasSubstr("mac.txt: has carriage returns inside lines"));
}

TEST(LineCheck, GivesNoticeOfByteOrderMarksInside) {
  const testing::HeardNotices notices;
  const std::vector<std::string>& heard = notices.texts;
  std::string repaired;
  const LineCheck lines("joined.txt", BadText::kError);
  lines.check("\uFEFFa", 1, repaired);
  EXPECT_TRUE(heard.empty());
  EXPECT_EQ(lines.check("\uFEFFb", 2, repaired).text, "b");
  lines.check("\uFEFFc", 3, repaired);
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_THAT(heard[0], HasSubstr("joined.txt: has byte order marks inside"));
}

TEST(LineCheck, RepairsOrSkipsABadLine) {
  std::string repaired;
  const CheckedLine replaced = check("a\xC2", 2, BadText::kReplace, repaired);
  EXPECT_EQ(replaced.text, "a\uFFFD");
  EXPECT_EQ(repaired, "a\uFFFD");
  EXPECT_TRUE(replaced.is_bad);
  EXPECT_FALSE(replaced.is_skipped);
  const CheckedLine skipped = check("a\xC2", 2, BadText::kSkip, repaired);
  EXPECT_TRUE(skipped.is_bad);
  EXPECT_TRUE(skipped.is_skipped);
}

TEST(LineCheck, NamesFileLineAndByte) {
  std::string repaired;
  try {
    check("\uFEFFab\xFF", 1, BadText::kError, repaired);
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("file:1: byte 6: malformed UTF-8 (0xFF)"));
  }
}

TEST(LineCheck, RefusesOrSkipsALineThatIsTooLongWhateverIsInIt) {
  std::string repaired;
  const std::string too_long(kLongestLine + 1, 'x');
  for (const BadText bad_text : {BadText::kError, BadText::kReplace}) {
    EXPECT_THROW(check(too_long, 1, bad_text, repaired), InputError);
  }
  EXPECT_TRUE(check(too_long, 1, BadText::kSkip, repaired).is_skipped);
  for (const std::string& bad : {too_long, std::string("a\xC2")}) {
    const CheckedLine empty = check(bad, 1, BadText::kEmpty, repaired);
    EXPECT_TRUE(empty.is_bad && !empty.is_skipped && empty.text.empty());
  }
  for (const BadText bad_text : {BadText::kError, BadText::kReplace, BadText::kSkip}) {
    EXPECT_EQ(check(std::string(kLongestLine, 'x'), 1, bad_text, repaired).text.size(),
              kLongestLine);
  }
}

TEST(LineCheck, OffersNoChoiceWhereThereIsNone) {
  std::string repaired;
  for (const std::string& bad : {std::string(kLongestLine + 1, 'x'), std::string("a\xC2")}) {
    const auto refusal = [&](BadText bad_text) {
      return testing::refusal<InputError>([&] { check(bad, 1, bad_text, repaired); });
    };
    EXPECT_THAT(refusal(BadText::kError), ::testing::HasSubstr("set `bad_text` to"));
    EXPECT_THAT(refusal(BadText::kRefuse), ::testing::EndsWith("repair the file"));
  }
}

TEST(LineCheck, GivesNoticeOfHowManyLinesWereBad) {
  const testing::HeardNotices notices;
  const std::vector<std::string>& heard = notices.texts;
  LineCheck("a", BadText::kSkip).tell(0);
  EXPECT_TRUE(heard.empty());
  LineCheck("a", BadText::kSkip).tell(1);
  LineCheck("b", BadText::kReplace).tell(23);
  ASSERT_EQ(heard.size(), 2u);
  EXPECT_THAT(heard[0], HasSubstr("a: 1 line left out"));
  EXPECT_THAT(heard[1], HasSubstr("b: 23 lines repaired"));
}

TEST(ReadStream, GivesTheBytesOfAStream) {
  std::istringstream stream("text");
  const auto source = read_stream(stream, "name");
  char bytes[10];
  EXPECT_EQ(source->read(bytes, 3), 3u);
  EXPECT_EQ(source->read(bytes, sizeof bytes), 1u);
  EXPECT_EQ(source->read(bytes, sizeof bytes), 0u);
}

}  // namespace
}  // namespace lingan::line_check_test
