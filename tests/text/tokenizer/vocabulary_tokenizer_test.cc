#include <lingan/text/tokenizer/vocabulary_tokenizer.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/text/training.h"

namespace lingan::vocabulary_tokenizer_test {
namespace {

using ::testing::ElementsAre;

/// Every letter is a piece.
void letters(std::string_view line, const std::function<void(std::string_view)>& emit) {
  for (size_t i = 0; i < line.size(); ++i) emit(line.substr(i, 1));
}

TEST(LearnVocabulary, CountsThePiecesOfNormalizedLines) {
  const TokenizerOptions options{.normalizer = {"nfkc", true}};
  const Vocabulary learnt =
      learn_vocabulary(options, testing::reader_of({"aBb", "\uFF22"}), {}, letters);
  EXPECT_THAT(learnt.learnt(), ElementsAre("b", "a"));
}

TEST(LearnVocabulary, KeepsToTheSizeAndCountOfItsOptions) {
  TokenizerOptions options;
  options.min_count = 2;
  const std::vector<std::string> lines = {"aaabbc"};
  EXPECT_THAT(learn_vocabulary(options, testing::reader_of(lines), {}, letters).learnt(),
              ElementsAre("a", "b"));
  EXPECT_THAT(learn_vocabulary(options, testing::reader_of(lines), {"c"}, letters).learnt(),
              ElementsAre("a", "b", "c"));
  options.vocabulary_size = 5;
  EXPECT_THAT(learn_vocabulary(options, testing::reader_of(lines), {}, letters).learnt(),
              ElementsAre("a"));
}

}  // namespace
}  // namespace lingan::vocabulary_tokenizer_test
