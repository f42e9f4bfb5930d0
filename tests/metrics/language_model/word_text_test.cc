#include <lingan/metrics/language_model/word_text.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include <lingan/base/error.h>

namespace lingan::metrics::word_text_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::ThrowsMessage;

WordText read(const std::string& text, SpecialSymbols symbols = SpecialSymbols::kRefuse) {
  std::istringstream stream(text);
  CorpusLines lines(stream, "text", BadText::kError);
  return read_word_text(lines, symbols);
}

TEST(WordText, NumbersWordsAsTheyComeAfterTheSpecialOnes) {
  const WordText text = read("b a b\n\na");
  EXPECT_THAT(text.sentences.ids, ElementsAre(3, 4, 3, 4));
  EXPECT_THAT(text.sentences.offsets, ElementsAre(0, 3, 3, 4));
  EXPECT_EQ(text.words.word(4), "a");
  EXPECT_EQ(text.words.find("</s>"), kSentenceEnd);
}

// What lmplz takes for a delimiter, but for NUL, which no line may have: U+00A0 is none.
TEST(WordText, IsSplitWhereLmplzSplitsIt) {
  EXPECT_THAT(split_words(" a\tb \r\t c\r"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(split_words("a\u00A0b\vc"), ElementsAre("a\u00A0b\vc"));
  EXPECT_TRUE(split_words(" \t").empty());
}

TEST(WordText, RefusesSymbolsOfTheModelByLine) {
  for (const char* symbol : {"<s>", "</s>", "<unk>"}) {
    EXPECT_THAT(
        [&] { read("a b\nc " + std::string(symbol) + "\n"); },
        ThrowsMessage<InputError>(HasSubstr("text:2: " + std::string(symbol) + " is a symbol")));
  }
}

TEST(WordText, LeavesThemOutWhereThatIsWanted) {
  EXPECT_EQ(read("a <unk> <s> b\n", SpecialSymbols::kSkip).sentences.tokens(), 2);
}

TEST(WordText, NeedsALine) { EXPECT_THROW(read(""), InputError); }

}  // namespace
}  // namespace lingan::metrics::word_text_test
