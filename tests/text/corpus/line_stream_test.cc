#include <lingan/text/corpus/line_stream.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>

#include "tests/base/packed.h"
#include "tests/heard_notices.h"
#include "tests/test_data.h"

namespace lingan::line_stream_test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

/// What a stream that puts each line into brackets writes, up to where it fails, for how many
/// lines, and its message.
struct Written {
  std::string text;
  int64_t lines = 0;
  std::string message;
};

Written bracket(std::istream& input, BadText bad_text = BadText::kError) {
  LineStream stream(input, "file", bad_text);
  Written written;
  try {
    stream.convert(
        [](std::string_view line, std::string& result) {
          if (line == "refused") throw InputError("not this one");
          result.append("[").append(line).append("]");
        },
        [&](std::string_view text, int64_t lines) {
          written.text += text;
          written.lines = lines;
        });
  } catch (const Error& error) {
    written.message = error.what();
  }
  return written;
}

Written bracket(const std::string& bytes, BadText bad_text = BadText::kError) {
  std::istringstream input(bytes);
  return bracket(input, bad_text);
}

/// What CorpusLines gives, in brackets.
std::string bracket_corpus_lines(const std::string& bytes, BadText bad_text) {
  std::istringstream input(bytes);
  CorpusLines lines(input, "file", bad_text);
  std::string text;
  while (const auto line = lines.next()) text += "[" + *line + "]";
  return text;
}

TEST(LineStream, GivesTheLinesThatCorpusLinesGives) {
  const std::string bad("a\xFF\nb\nc\0d\n\xC3", 10);
  for (const std::string& bytes :
       {std::string(), std::string("\n"), std::string("a"), std::string("a\n\nb"),
        std::string("\uFEFFa\r\n\r\nb\uFEFF\nc\rd"), bad}) {
    for (const BadText bad_text : {BadText::kReplace, BadText::kSkip}) {
      EXPECT_EQ(bracket(bytes, bad_text).text, bracket_corpus_lines(bytes, bad_text));
    }
  }
}

TEST(LineStream, KeepsTheOrderOfManyLinesForAnyNumberOfThreads) {
  std::string bytes;
  for (int i = 0; i < 400000; ++i) bytes += std::to_string(i) + '\n';
  bytes += std::string(1 << 20, 'x') + "\nlast";
  const std::string expected = bracket_corpus_lines(bytes, BadText::kError);
  for (const int threads : {1, 2, 5}) {
    set_thread_count(threads);
    const Written written = bracket(bytes);
    EXPECT_EQ(written.text, expected);
    EXPECT_EQ(written.lines, 400002);
  }
  set_thread_count(0);
}

TEST(LineStream, NamesTheFirstBadLineAndGivesThoseBefore) {
  std::string bytes;
  for (int i = 0; i < 300000; ++i) bytes += "good\n";
  const Written written = bracket(bytes + "ok\nrefused\nok\nrefused\n\xFF\n" + bytes);
  EXPECT_EQ(written.message, "file:300002: not this one");
  EXPECT_EQ(written.text.size(), 300000 * 6 + 4u);
  EXPECT_THAT(bracket("a\nb\xC0\x80").message, HasSubstr("file:2: byte 2: malformed UTF-8 (0xC0)"));
}

TEST(LineStream, GivesTheLinesBeforeAPlaceThatCannotBeRead) {
  class Failing : public std::stringbuf {
   public:
    using std::stringbuf::stringbuf;

   protected:
    std::streamsize xsgetn(char* to, std::streamsize count) override {
      const std::streamsize got = std::stringbuf::xsgetn(to, count);
      if (got < count) throw std::runtime_error("the disk is gone");
      return got;
    }
  };
  std::string bytes;
  for (int i = 0; i < 100000; ++i) bytes += "good\n";
  Failing buffer(bytes);
  std::istream input(&buffer);
  const Written written = bracket(input);
  EXPECT_THAT(written.message, HasSubstr("file: cannot read"));
  EXPECT_THAT(written.text, StartsWith("[good][good]"));
  EXPECT_EQ(written.text.size(), 6 * static_cast<size_t>(written.lines));
}

TEST(LineStream, GivesTheLinesBeforeAPlaceWhereCompressedTextIsCut) {
  const testing::TemporaryFolder folder;
  const auto path = folder.path() / "corpus.gz";
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += std::to_string(i * 7919 % 100'003) + "\n";
  const std::string packed = testing::gzip(text);
  std::ofstream(path) << packed.substr(0, packed.size() / 2);
  LineStream stream(path, BadText::kError);
  std::string written;
  const LineConversion copy = [](std::string_view line, std::string& result) {
    result.append(line).append("\n");
  };
  try {
    stream.convert(copy, [&](std::string_view piece, int64_t) { written += piece; });
    FAIL();
  } catch (const InputError& error) {
    const auto lines = std::count(written.begin(), written.end(), '\n');
    EXPECT_GT(lines, 10'000);
    EXPECT_TRUE(text.starts_with(written));
    EXPECT_THAT(error.what(), StartsWith(line_place(path.string(), lines + 1) + ": the gzip data"));
  }
}

TEST(LineStream, StopsWhereItsTextCannotBeWritten) {
  std::string bytes;
  for (int i = 0; i < 1000000; ++i) bytes += "good\n";
  for (const int threads : {1, 3}) {
    set_thread_count(threads);
    std::istringstream input(bytes);
    LineStream stream(input, "file", BadText::kError);
    int written = 0;
    const auto write = [&written](std::string_view, int64_t) {
      if (++written == 3) throw IoError("the disk is full");
    };
    const LineConversion copy = [](std::string_view line, std::string& result) { result += line; };
    EXPECT_THROW(stream.convert(copy, write), IoError);
    EXPECT_EQ(written, 3);
  }
  set_thread_count(0);
}

TEST(LineStream, SkipsWholeLinesThatAreTooLong) {
  const testing::HeardNotices notices;
  const std::vector<std::string>& heard = notices.texts;
  const size_t limit = kLongestLine;
  for (const size_t bytes : {limit - 1, limit, limit + 1, limit + (1 << 17) - 2,
                             limit + (1 << 17) - 1, limit + (1 << 17), size_t{5} << 20}) {
    for (const std::string end : {"", "\n", "\nb", "\nb\n\nc\n"}) {
      const std::string text = "a\n" + std::string(bytes, 'x') + end;
      const Written written = bracket(text, BadText::kSkip);
      EXPECT_EQ(written.text, bracket_corpus_lines(text, BadText::kSkip)) << bytes << end;
      EXPECT_EQ(written.lines, std::count(text.begin(), text.end(), '\n') + !text.ends_with('\n'));
      EXPECT_EQ(written.message, "");
      EXPECT_EQ(written.text.size() > limit, bytes <= limit);
    }
  }
  EXPECT_EQ(heard.size(), 1u);
}

TEST(LineStream, RefusesEndlessLines) {
  const Written written = bracket("x\n" + std::string(5 << 20, 'x'));
  EXPECT_THAT(written.message, HasSubstr("file:2: line of more than"));
  EXPECT_EQ(written.text, "[x]");
}

}  // namespace
}  // namespace lingan::line_stream_test
