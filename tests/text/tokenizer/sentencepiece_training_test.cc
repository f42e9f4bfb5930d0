#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/text/tokenizer/tokenizer.h>

#include "tests/text/training.h"

namespace lingan::sentencepiece_training_test {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::vector<std::string> kLines = {
    "a man riding a wave on a surfboard",     "two dogs play with a ball in the park",
    "a train stops at the station",           "the quick brown fox jumps over the lazy dog",
    "several people walk down a busy street", "zebras graze on green grass near trees"};

class Training : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Models, Training, ::testing::Values("unigram", "bpe"),
                         [](const auto& info) { return info.param; });

/// So that a run gives the same sentences on another machine.
TEST_P(Training, LearnsTheSameInEveryRunAndForAnyNumberOfThreads) {
  set_thread_count(1);
  const std::string one = testing::train(GetParam(), kLines, 310)->serialize();
  EXPECT_TRUE(testing::train(GetParam(), kLines, 310)->serialize() == one);
  set_thread_count(3);
  EXPECT_TRUE(testing::train(GetParam(), kLines, 310)->serialize() == one);
  set_thread_count(0);
}

TEST_P(Training, SaysWhenTheVocabularyIsTooSmall) {
  for (const int32_t size : {1, 5, 100, 262}) {
    try {
      testing::train(GetParam(), kLines, size);
      FAIL() << size;
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), HasSubstr("`vocabulary_size` " + std::to_string(size) +
                                          ": too small for a " + GetParam()));
      EXPECT_THAT(error.what(), ::testing::Not(HasSubstr(".cc")));
    }
  }
}

TEST_P(Training, LearnsFromVeryLittleText) {
  for (const std::string text : {"a", "aa", "ab", "\u2581", "a\tb"}) {
    const auto tokenizer = testing::train(GetParam(), {text}, 0);
    EXPECT_EQ(tokenizer->decode(tokenizer->encode("a b")), "a b") << text;
  }
}

/// The library would end the process there.
TEST_P(Training, NamesALineThatIsTooLongToLearnFrom) {
  for (const std::string& line :
       {std::string(70000, 'x'), std::string(16000, 'x') + " " + std::string(17000, 'y')}) {
    try {
      testing::train(GetParam(), {"short", line}, 0);
      FAIL() << "no exception";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), StartsWith("has "));
      EXPECT_THAT(error.what(), HasSubstr(" characters without a space"));
    }
  }
}

/// The sign for a space is then rarer than what is left to bytes.
TEST_P(Training, GivesTextWithoutSpacesBack) {
  std::string line;
  for (int i = 0; i < 3000; ++i) line += i * i % 7 < 3 ? "a" : "b";
  const auto tokenizer = testing::train(GetParam(), {line, line, line}, 0);
  for (const char* text : {"abba", "a b", ""}) {
    EXPECT_EQ(tokenizer->decode(tokenizer->encode(text)), text);
  }
}

TEST_P(Training, LearnsFromLongLinesOfWords) {
  std::string line;
  while (line.size() < 70000) line += "some words ";
  EXPECT_EQ(testing::train(GetParam(), {line, std::string(1500, 'x')}, 300)->kind(), GetParam());
}

/// The library leaves out lines that have its own sign for an unknown character.
TEST_P(Training, SaysThatNothingIsLeftToLearnFrom) {
  try {
    testing::train(GetParam(), {"\u2585"}, 0);
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("every line is empty, or has U+2585"));
  }
}

TEST_P(Training, PassesOnErrorsOfTheReader) {
  TokenizerOptions options;
  options.kind = GetParam();
  int left = 3;
  const LineReader failing = [&left]() -> std::optional<std::string> {
    if (--left == 0) throw IoError("the disk is gone");
    return "some text";
  };
  EXPECT_THROW(train_tokenizer(options, failing), IoError);
}

TEST_P(Training, LeavesEmptyLinesOutAndNeedsOneThatIsNot) {
  std::vector<std::string> spaced = {"", ""};
  for (const auto& line : kLines) spaced.insert(spaced.end(), {line, ""});
  EXPECT_TRUE(testing::train(GetParam(), spaced, 310)->serialize() ==
              testing::train(GetParam(), kLines, 310)->serialize());
  EXPECT_THROW(testing::train(GetParam(), {"", ""}, 310), InputError);
}

TEST_P(Training, LearnsAtMostTheWantedSize) {
  EXPECT_LE(testing::train(GetParam(), kLines, 300)->size(), 300);
  EXPECT_GT(testing::train(GetParam(), kLines, 300)->size(), 290);
}

}  // namespace
}  // namespace lingan::sentencepiece_training_test
