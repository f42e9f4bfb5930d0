#include <lingan/text/tokenizer/icu_boundaries.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "tests/text/unicode_data.h"

namespace lingan::icu_boundaries_test {
namespace {

using ::testing::ElementsAre;

/// One case of a break test file: code points with a break sign before, between and after them.
struct BreakCase {
  std::string text;
  std::vector<std::string> parts;
};

BreakCase parse_case(const std::string& line) {
  BreakCase result;
  std::istringstream fields(line.substr(0, line.find('#')));
  std::string field;
  while (fields >> field) {
    if (field == "\xC3\xB7") {  // division sign: a break
      result.parts.emplace_back();
    } else if (field != "\xC3\x97") {  // anything but the multiplication sign: a code point
      const std::string utf8 = testing::to_utf8(field);
      result.text += utf8;
      result.parts.back() += utf8;
    }
  }
  result.parts.pop_back();  // the break at the end begins no part
  return result;
}

TEST(Segmenter, AgreesWithUnicodesGraphemeBreakTest) {
  LINGAN_NEEDS_UNICODE("auxiliary/GraphemeBreakTest.txt");
  int cases = 0;
  for (const auto& line : testing::unicode_lines("auxiliary/GraphemeBreakTest.txt")) {
    const BreakCase expected = parse_case(line);
    const auto parts = split_graphemes(expected.text);
    EXPECT_EQ(std::vector<std::string>(parts.begin(), parts.end()), expected.parts) << line;
    ++cases;
  }
  EXPECT_GT(cases, 500);
}

// ICU's root rules differ from the annex in one way that shows here: a colon between letters does
// not join them (CLDR's tailoring of MidLetter), so cases with U+003A are left out.
TEST(Segmenter, AgreesWithUnicodesWordBreakTest) {
  LINGAN_NEEDS_UNICODE("auxiliary/WordBreakTest.txt");
  int cases = 0;
  for (const auto& line : testing::unicode_lines("auxiliary/WordBreakTest.txt")) {
    const BreakCase expected = parse_case(line);
    if (expected.text.find(':') != std::string::npos) continue;
    const auto parts = split_words(expected.text);
    EXPECT_EQ(std::vector<std::string>(parts.begin(), parts.end()), expected.parts) << line;
    ++cases;
  }
  EXPECT_GT(cases, 1000);
}

TEST(Segmenter, FindsWordsWithoutSpaces) {
  EXPECT_THAT(split_words("吾輩は猫である"), ElementsAre("吾輩", "は", "猫", "で", "ある"));
  EXPECT_THAT(split_words("我们喜欢音乐"), ElementsAre("我们", "喜欢", "音乐"));
  EXPECT_THAT(split_words("ภาษาไทย"), ElementsAre("ภาษา", "ไทย"));
}

TEST(Segmenter, KeepsEmojiSequencesAndCombiningMarksWhole) {
  EXPECT_THAT(split_graphemes("e\u0301👩‍👩‍👧🇩🇪각"),
              ElementsAre("e\u0301", "👩‍👩‍👧", "🇩🇪", "각"));
}

TEST(Segmenter, GivesNoPartsForEmptyText) {
  EXPECT_TRUE(split_words("").empty());
  EXPECT_TRUE(split_graphemes("").empty());
}

TEST(Segmenter, GivesTheSameFromSeveralThreads) {
  const std::string text = "Several threads, 吾輩は猫である, one text.";
  const auto expected = split_words(text);
  std::vector<std::thread> threads;
  std::vector<int> wrong(4);
  for (size_t i = 0; i < wrong.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int repeat = 0; repeat < 200; ++repeat) wrong[i] += split_words(text) != expected;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(wrong, ElementsAre(0, 0, 0, 0));
}

}  // namespace
}  // namespace lingan::icu_boundaries_test
