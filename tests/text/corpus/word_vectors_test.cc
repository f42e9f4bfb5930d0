#include <lingan/text/corpus/word_vectors.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include <lingan/base/error.h>

#include "tests/test_data.h"

namespace lingan::word_vectors_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class WordVectorsTest : public ::testing::Test {
 protected:
  WordVectorsTest() {
    tokenizer_ = train_tokenizer(
        {.kind = "whitespace", .normalizer = {}},
        [line = std::optional<std::string>("dog dog dog cat cat \u00e9t\u00e9")]() mutable {
          return std::exchange(line, std::nullopt);
        });
  }

  WordVectors read(const std::string& text) const {
    const auto path = folder_.path() / "vectors";
    std::ofstream(path, std::ios::binary) << text;
    return read_word_vectors(RereadableInput(path), *tokenizer_);
  }

  /// One line, without the folder.
  std::string complaint(const std::string& text) const {
    try {
      read(text);
    } catch (const InputError& error) {
      const std::string what = error.what();
      EXPECT_EQ(what.find('\n'), std::string::npos);
      return what.substr(what.find("vectors:"));
    }
    return "accepted";
  }

  int32_t id(const char* word) const { return tokenizer_->encode(word).front(); }

  testing::TemporaryFolder folder_;
  std::unique_ptr<Tokenizer> tokenizer_;
};

TEST_F(WordVectorsTest, AreReadWithAFirstLineAndWithout) {
  const std::string lines = "cat 1 -2.5e1\nbird 7 7\n\u00e9t\u00e9 .25 +3\n";
  for (const std::string& text : {lines, "3 2\n" + lines}) {
    const WordVectors vectors = read(text);
    EXPECT_EQ(vectors.width, 2);
    EXPECT_THAT(vectors.ids, ElementsAre(id("cat"), id("\u00e9t\u00e9")));
    EXPECT_THAT(vectors.values, ElementsAre(1, -25, .25, 3));
  }
}

/// word2vec and fastText end lines with a blank; GloVe's largest file has words with blanks in
/// them.
TEST_F(WordVectorsTest, AreReadAsTheProgramsWriteThem) {
  const WordVectors vectors =
      read("4 2\n</s> 1 2 \ncat 3 4 \r\nat name@domain.com 5 6\ndog\t7\t8\n");
  EXPECT_THAT(vectors.ids, ElementsAre(id("cat"), id("dog")));
  EXPECT_THAT(vectors.values, ElementsAre(3, 4, 7, 8));
}

TEST_F(WordVectorsTest, TakeTheFirstOfTwoLinesForAWordAndNoSpecialTokens) {
  const WordVectors vectors = read("cat 1 2\n<pad> 3 4\n<eos> 5 6\ncat 7 8\n");
  EXPECT_THAT(vectors.ids, ElementsAre(id("cat")));
  EXPECT_THAT(vectors.values, ElementsAre(1, 2));
}

TEST_F(WordVectorsTest, TakeNumbersThatAreTooSmallForZero) {
  EXPECT_THAT(read("cat 1e-60 -1\n").values, ElementsAre(0, -1));
}

TEST_F(WordVectorsTest, AreRefusedWithFileAndLine) {
  EXPECT_EQ(complaint("cat 1 2\ndog 3\n"), "vectors:2: 2 fields; expected a word and 2 numbers");
  EXPECT_EQ(complaint("cat 1 2\ndog 3 x\n"),
            "vectors:2: 'x' is no number; expected a word and 2 of them");
  EXPECT_THAT(complaint("2 2\ncat 1 nan\n"), HasSubstr("vectors:2: 'nan' is no number"));
  for (const char* number : {"inf", "-inf", "NaN", "infinity"}) {
    EXPECT_THAT(complaint("cat 1 " + std::string(number) + "\n"), HasSubstr("is no number"));
  }
  EXPECT_THAT(complaint("cat 1 2\ndog 1 -1e30\n"),
              HasSubstr("vectors:2: -1e30 is too large for a word vector"));
  EXPECT_THAT(complaint("cat 1 2\n\ndog 3 4\n"), HasSubstr("vectors:2: 0 fields"));
  EXPECT_THAT(complaint("cat\n"), HasSubstr("vectors:1: expected a word and"));
  EXPECT_THAT(complaint("2 0\n"), HasSubstr("vectors:1: expected a word and"));
  EXPECT_THAT(complaint("3 2\ncat 1 2\ndog 3 4\n"),
              HasSubstr("vectors: 2 words, and its first line says 3"));
  EXPECT_THAT(complaint(""), HasSubstr("no word vectors in it"));
  EXPECT_THAT(complaint("0 2\n"), HasSubstr("no word vectors in it"));
}

// Else what is left over would be a part of every word, and none be known.
TEST_F(WordVectorsTest, AreRefusedWhereTheFirstLineSaysAnotherWidth) {
  EXPECT_EQ(complaint("2 2\ncat 1 2 3\ndog 4 5 6\n"),
            "vectors:2: 3 numbers, and the first line says 2 for each word; correct that line");
  EXPECT_EQ(complaint("2 4\ncat 1 2 3\ndog 4 5 6\n"),
            "vectors:2: 4 fields; expected a word and 4 numbers");
}

TEST_F(WordVectorsTest, AreRefusedWhereAWordOfTheVocabularyHasNoDirection) {
  EXPECT_THAT(complaint("cat 1 2\ndog 0 -0\n"),
              HasSubstr("vectors:2: the vector of 'dog' is all zeros"));
  EXPECT_EQ(complaint("cat 1 2\nbird 0 0\n<pad> 0 0\n"), "accepted");
}

}  // namespace
}  // namespace lingan::word_vectors_test
