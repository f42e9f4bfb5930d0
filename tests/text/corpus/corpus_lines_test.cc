#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/corpus/line_check.h>

#include "tests/base/packed.h"
#include "tests/test_data.h"

namespace lingan::corpus_lines_test {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> lines_of(const std::string& bytes, BadText bad_text = BadText::kError) {
  std::istringstream stream(bytes);
  CorpusLines lines(stream, "file", bad_text);
  std::vector<std::string> result;
  while (auto line = lines.next()) result.push_back(*line);
  return result;
}

std::string message_of(const std::string& bytes) {
  try {
    lines_of(bytes);
    return "no exception";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST(CorpusLines, DropsByteOrderMarkAndCarriageReturns) {
  EXPECT_THAT(lines_of("\uFEFFa\r\n\r\nb\uFEFF\nc\rd"), ElementsAre("a", "", "b\uFEFF", "c\rd"));
  EXPECT_THAT(lines_of(""), ElementsAre());
  EXPECT_THAT(lines_of("\n"), ElementsAre(""));
  EXPECT_THAT(lines_of("a\n"), ElementsAre("a"));
}

TEST(CorpusLines, NamesLineAndByteOfMalformedText) {
  EXPECT_THAT(message_of("good\nab\xC0\x80"), HasSubstr("file:2: byte 3: malformed UTF-8 (0xC0)"));
  EXPECT_THAT(message_of("\uFEFF\xED\xA0\x80"),
              HasSubstr("file:1: byte 4: malformed UTF-8 (0xED)"));
  EXPECT_THAT(message_of(std::string("a\0b", 3)), HasSubstr("file:1: byte 2: NUL byte"));
  EXPECT_THAT(message_of("あ\xE3\x81\nx"), HasSubstr("file:1: byte 4: malformed"));
}

TEST(CorpusLines, RepairsOrSkipsMalformedText) {
  const std::string bytes("a\xFF\nb\nc\0d\n", 8);
  EXPECT_THAT(lines_of(bytes, BadText::kReplace), ElementsAre("a\uFFFD", "b", "c\uFFFDd"));
  EXPECT_THAT(lines_of(bytes, BadText::kSkip), ElementsAre("b"));
  EXPECT_THROW(parse_bad_text("ignore"), UsageError);
}

TEST(CorpusLines, ReadsLinesAcrossItsBuffer) {
  const std::string a(70000, 'a');
  const std::string b(65535, 'b');
  EXPECT_THAT(lines_of(a + "\n" + b + "\n" + a), ElementsAre(a, b, a));
}

TEST(CorpusLines, RefusesEndlessLines) {
  EXPECT_THAT(message_of("x\n" + std::string((1 << 20) + 1, 'x')),
              HasSubstr("file:2: line of more than"));
  EXPECT_EQ(lines_of(std::string(1 << 20, 'x')).size(), 1u);
}

TEST(CorpusLines, SkipsWholeLinesThatAreTooLong) {
  const std::string text = "a\n" + std::string(5 << 20, 'x') + "\nb\n" +
                           std::string((1 << 20) + 1, 'x') + "\n" + std::string(1 << 21, 'x');
  std::istringstream stream(text);
  CorpusLines lines(stream, "file", BadText::kSkip);
  EXPECT_EQ(lines.next(), "a");
  EXPECT_EQ(lines.next(), "b");
  EXPECT_EQ(lines.lines(), 3);
  EXPECT_EQ(lines.next(), std::nullopt);
  EXPECT_EQ(lines.lines(), 5);
  EXPECT_EQ(lines.bad_lines(), 3);
}

TEST(CorpusLines, SaysWhichFileItCannotRead) {
  EXPECT_THROW(CorpusLines("/nonexistent/file", BadText::kError), IoError);
  EXPECT_THROW(CorpusLines("/", BadText::kError).next(), IoError);
}

TEST(CorpusLines, CountsLinesAndThoseThatWereBad) {
  std::istringstream stream("a\n\xFF\nb\n\xFE");
  CorpusLines lines(stream, "file", BadText::kSkip);
  EXPECT_EQ(lines.next(), "a");
  EXPECT_EQ(lines.lines(), 1);
  EXPECT_EQ(lines.next(), "b");
  EXPECT_EQ(lines.lines(), 3);
  EXPECT_EQ(lines.next(), std::nullopt);
  EXPECT_EQ(lines.lines(), 4);
  EXPECT_EQ(lines.bad_lines(), 2);
  EXPECT_EQ(lines.name(), "file");
}

TEST(CorpusLines, ReadsAFile) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "corpus.txt";
  std::ofstream(path) << "a\nb";
  CorpusLines lines(path, BadText::kError);
  EXPECT_EQ(lines.next(), "a");
  EXPECT_EQ(lines.next(), "b");
  EXPECT_EQ(lines.next(), std::nullopt);
  EXPECT_EQ(lines.name(), path.string());
}

TEST(CorpusLines, ReadsCompressedTextAndNamesTheLineFromWhichItIsSpoiled) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "corpus";
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i * 7919 % 100'003) + "\n";
  for (const auto pack : {testing::gzip, testing::xz, testing::zstd}) {
    const std::string packed = pack(text);
    std::ofstream(path) << packed;
    CorpusLines whole(path, BadText::kError);
    while (whole.next()) {
    }
    EXPECT_EQ(whole.lines(), 100'000);
    std::ofstream(path) << packed.substr(0, packed.size() * 3 / 4);
    CorpusLines cut(path, BadText::kError);
    try {
      while (cut.next()) {
      }
      FAIL();
    } catch (const InputError& error) {
      EXPECT_GT(cut.lines(), 10'000);
      const int64_t last = cut.lines();
      EXPECT_THAT(error.what(), AnyOf(HasSubstr(line_place(path.string(), last) + ": the "),
                                      HasSubstr(line_place(path.string(), last + 1) + ": the ")));
      EXPECT_THAT(error.what(), HasSubstr("data end too early after"));
    }
  }
}

TEST(CorpusLines, ReadsARereadableInputAnew) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "corpus.txt";
  std::ofstream(path) << "a\nb";
  const RereadableInput input(path);
  for (int pass = 0; pass < 2; ++pass) {
    CorpusLines lines(input, BadText::kError);
    EXPECT_EQ(lines.next(), "a");
    EXPECT_EQ(lines.next(), "b");
    EXPECT_EQ(lines.next(), std::nullopt);
    EXPECT_EQ(lines.name(), path.string());
  }
}

TEST(CorpusLines, ReadsAColumn) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "corpus.tsv";
  std::ofstream(path) << "good\ta b\r\n \n\xFF\tc\nbad\t\n\td";
  const RereadableInput input(path);
  CorpusLines first(input, BadText::kSkip, LineColumn::kFirst);
  CorpusLines second(input, BadText::kSkip, LineColumn::kSecond);
  for (const char* label : {"good", " ", "bad", ""}) EXPECT_EQ(first.next(), label);
  for (const char* sentence : {"a b", " ", "", "d"}) EXPECT_EQ(second.next(), sentence);
  EXPECT_EQ(first.next(), std::nullopt);
  EXPECT_EQ(second.lines(), 5) << "skipped ones count";
}

TEST(CorpusLines, NamesTheLineWithoutItsColumn) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "corpus.tsv";
  for (const auto& [line, problem] :
       {std::pair{"a b", "no tab in the line"}, std::pair{"a\tb\tc", "2 tabs in the line"}}) {
    std::ofstream(path) << "good\ta\n" << line;
    const RereadableInput input(path);
    CorpusLines lines(input, BadText::kError, LineColumn::kSecond);
    lines.next();
    try {
      lines.next();
      FAIL();
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("corpus.tsv:2: " + std::string(problem)));
    }
  }
}

TEST(BadText, IsNamed) {
  EXPECT_EQ(parse_bad_text("error"), BadText::kError);
  EXPECT_EQ(parse_bad_text("replace"), BadText::kReplace);
  EXPECT_EQ(parse_bad_text("skip"), BadText::kSkip);
}

}  // namespace
}  // namespace lingan::corpus_lines_test
