#include <lingan/text/tokenizer/character_tokenizer.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/text/tokenizer/icu_boundaries.h>

#include "tests/text/training.h"

namespace lingan::character_tokenizer_test {
namespace {

using ::testing::ElementsAre;
using testing::pieces_of;
using testing::train;

TEST(CharacterTokenizer, TakesWhatAReaderTakesForACharacter) {
  const std::string family = "\U0001F469\u200D\U0001F469\u200D\U0001F467";
  const std::string text = "a " + family + "q\u0323\U0001F1E9\U0001F1EA";
  const auto tokenizer = train("character", {text}, 0);
  EXPECT_THAT(pieces_of(*tokenizer, text),
              ElementsAre("a", " ", family, "q\u0323", "\U0001F1E9\U0001F1EA"));
}

/// The way for ASCII alone gives what the general way gives.
TEST(CharacterTokenizer, ReadsAsciiAsAnyOtherText) {
  std::string ascii;
  for (char byte = 1; byte > 0; ++byte) ascii += byte;
  const auto tokenizer = train("character", {ascii, "\r\n", "\u00E9"}, 0);
  for (const auto& text : {ascii, std::string("a\r\nb\rc\n"), std::string("~z")}) {
    const auto parts = split_graphemes(text);
    EXPECT_EQ(pieces_of(*tokenizer, text), std::vector<std::string>(parts.begin(), parts.end()));
    const auto with_more = tokenizer->encode(text + "\u00E9");
    auto alone = tokenizer->encode(text);
    alone.push_back(with_more.back());
    EXPECT_EQ(alone, with_more);
  }
}

TEST(CharacterTokenizer, ReadsUnseenCharactersAsUnk) {
  const auto tokenizer = train("character", {"ab"}, 0);
  EXPECT_THAT(tokenizer->encode("bxa"), ElementsAre(5, 3, 4));
  EXPECT_THAT(tokenizer->encode("b\u00E9"), ElementsAre(5, 3));
}

}  // namespace
}  // namespace lingan::character_tokenizer_test
