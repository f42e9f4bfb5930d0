#include <lingan/text/corpus/line_block.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

namespace lingan::line_block_test {
namespace {

TEST(LineBlock, TakesTheLinesInOrderWithTheirNumbers) {
  std::string text;
  for (int i = 1; i <= 10000; ++i) text += std::to_string(i) + "\n";
  text.insert(0, "\xFF\n");  // line 1, skipped
  std::istringstream stream(text);
  CorpusLines lines(stream, "file", BadText::kSkip);
  int64_t expected = 2;
  size_t blocks = 0;
  for (auto block = next_block(lines); !block.empty(); block = next_block(lines), ++blocks) {
    EXPECT_LE(block.size(), 4096U);
    for (const NumberedLine& line : block) {
      ASSERT_EQ(line.number, expected);
      ASSERT_EQ(line.text, std::to_string(expected - 1));
      ++expected;
    }
  }
  EXPECT_EQ(expected, 10002);
  EXPECT_EQ(blocks, 3U);
}

TEST(LineBlock, EndsAtAboutFourMebibytes) {
  const std::string line(size_t{1} << 20, 'x');
  std::istringstream stream(line + "\n" + line + "\n" + line + "\n" + line + "\n" + line);
  CorpusLines lines(stream, "file", BadText::kError);
  EXPECT_EQ(next_block(lines).size(), 4U);
  EXPECT_EQ(next_block(lines).size(), 1U);
  EXPECT_EQ(next_block(lines).size(), 0U);
}

TEST(ForEachLine, CallsItsBodyOnceForEveryLine) {
  const std::vector<NumberedLine> block(1000);
  set_thread_count(4);
  std::vector<int> calls(block.size());
  for_each_line(block, "file", [&](size_t i) { ++calls[i]; });
  set_thread_count(0);
  EXPECT_THAT(calls, ::testing::Each(1));
}

TEST(ForEachLine, NamesTheLineOfWhatDoesNotFitAndPassesOthersOn) {
  const std::vector<NumberedLine> block = {{7, "good"}, {9, "bad"}};
  const auto refuse = [&](size_t i) {
    if (block[i].text == "bad") throw InputError("no good");
  };
  try {
    for_each_line(block, "file", refuse);
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "file:9: no good");
  }
  EXPECT_THROW(for_each_line(block, "file", [](size_t) { throw UsageError("no id"); }), InputError);
  EXPECT_THROW(for_each_line(block, "file", [](size_t) { throw IoError("no disk"); }), IoError);
}

}  // namespace
}  // namespace lingan::line_block_test
