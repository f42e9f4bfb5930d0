#include <lingan/text/corpus/corpus_tokenizer.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>

#include <lingan/base/error.h>

namespace lingan::corpus_tokenizer_test {
namespace {

using ::testing::StartsWith;

/// What is said against learning a tokenizer of a kind from those lines of a text that are not
/// `left out`; empty: nothing.
std::string complaint(const std::string& kind, const std::string& text) {
  std::istringstream stream(text);
  CorpusLines lines(stream, "f.txt", BadText::kSkip);
  TokenizerOptions options;
  options.kind = kind;
  try {
    learn_tokenizer(options, lines, [](std::string_view line) { return line != "left out"; });
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(LearnTokenizer, NamesTheFilesLineOfWhatItCannotTake) {
  EXPECT_THAT(complaint("ids", "1 2\nleft out\n\xFF\n\n3 x\n5\n"), StartsWith("f.txt:5: 'x' is"));
  for (const char* kind : {"unigram", "bpe"}) {
    EXPECT_THAT(complaint(kind, "a b\nleft out\n" + std::string(70000, 'x') + "\na b\n"),
                StartsWith("f.txt:3: has 70000 characters without a space"))
        << kind;
  }
}

TEST(LearnTokenizer, ReadsSeveralFilesAndNamesTheOneThatItCannotTake) {
  std::istringstream first("1 2\n"), second("\n7 x\n");
  std::vector<CorpusLines> files;
  files.emplace_back(first, "one", BadText::kError);
  files.emplace_back(second, "two", BadText::kError);
  TokenizerOptions options;
  options.kind = "ids";
  try {
    learn_tokenizer(options, files, [](std::string_view) { return true; });
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), StartsWith("two:2: 'x' is"));
  }
}

TEST(LearnTokenizer, NamesTheFileWhereThereIsNothingToLearn) {
  EXPECT_THAT(complaint("word", "\n \nleft out\n"), StartsWith("f.txt: no text to learn"));
  EXPECT_THAT(complaint("ids", "left out"), StartsWith("f.txt: no text to learn"));
}

TEST(LearnTokenizer, LearnsFromWhatIsChosenAlone) {
  std::istringstream stream("1 2\n9\n0\n");
  CorpusLines lines(stream, "f.txt", BadText::kError);
  TokenizerOptions options;
  options.kind = "ids";
  const auto tokenizer =
      learn_tokenizer(options, lines, [](std::string_view line) { return line != "9"; });
  EXPECT_EQ(tokenizer->size(), 3);
}

}  // namespace
}  // namespace lingan::corpus_tokenizer_test
