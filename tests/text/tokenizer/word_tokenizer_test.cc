#include <lingan/text/tokenizer/word_tokenizer.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/text/training.h"

namespace lingan::word_tokenizer_test {
namespace {

using ::testing::ElementsAre;
using testing::pieces_of;
using testing::train;

TEST(WordTokenizer, SpendsNoTokenOnExpectedSpaces) {
  const auto tokenizer =
      train("word", {"Hello, world! (yes) a -b", "12:30", "日本語です", "a  b"}, 0);
  EXPECT_THAT(pieces_of(*tokenizer, "Hello, world! (yes)"),
              ElementsAre("Hello", ",", "world", "!", "(", "yes", ")"));
  EXPECT_THAT(pieces_of(*tokenizer, "a -b"), ElementsAre("a", " ", "-", "b"));
  EXPECT_THAT(pieces_of(*tokenizer, "12:30"), ElementsAre("12", ":", "<glue>", "30"));
  EXPECT_THAT(pieces_of(*tokenizer, "日本語です"), ElementsAre("日本語", "です"));
  EXPECT_THAT(pieces_of(*tokenizer, "a  b"), ElementsAre("a", "  ", "b"));
}

TEST(WordTokenizer, KeepsSpacesAroundUnknownWords) {
  const auto tokenizer = train("word", {"the cat, the dog."}, 0);
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("the zebra, the gnu.")), "the <unk>, the <unk>.");
}

TEST(WordTokenizer, KeepsTheGluePieceHoweverRareItIs) {
  const auto tokenizer = train("word", {"the the the cat cat 12:30"}, 6);
  EXPECT_EQ(tokenizer->piece(4), "the");
  EXPECT_EQ(tokenizer->piece(5), "<glue>");
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("the,the")), "the<unk>the");
}

TEST(WordTokenizer, ReadsTextThatLooksLikeGlueAsText) {
  const auto tokenizer = train("word", {"<glue> 12:30"}, 0);
  EXPECT_THAT(pieces_of(*tokenizer, "<glue>"), ElementsAre("<", "glue", ">"));
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("<glue> 12:30")), "<glue> 12:30");
}

}  // namespace
}  // namespace lingan::word_tokenizer_test
