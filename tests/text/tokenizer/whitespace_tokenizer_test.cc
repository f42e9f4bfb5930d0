#include <lingan/text/tokenizer/whitespace_tokenizer.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/text/training.h"

namespace lingan::whitespace_tokenizer_test {
namespace {

using ::testing::ElementsAre;
using testing::train;
using testing::words_of;

TEST(WhitespaceTokenizer, ReadsUnkInTextAsUnk) {
  const auto tokenizer = train("whitespace", {"a <unk> b"}, 0);
  EXPECT_THAT(tokenizer->encode("b <unk> zebra <eos>"), ElementsAre(5, 3, 3, 3));
}

TEST(SplitWhitespace, SplitsAtEveryWhiteSpaceOfUnicode) {
  const std::vector<std::string> texts = {"a b",
                                          "  a  ",
                                          "",
                                          " ",
                                          "\u00A0a\u1680b\u2003c",
                                          "a\u3000\u2028b\t\n\r\v\fc",
                                          "zero\u200Bwidth",
                                          "a\x1C"
                                          "b\x1D"
                                          "c\x1E"
                                          "d\x1F"
                                          "e\x1B"
                                          "f",
                                          "\u180E\uFEFF \u2060",
                                          "\u0085x\u205F\u202F"};
  for (const auto& text : texts) {
    const auto words = split_whitespace(text);
    EXPECT_EQ(std::vector<std::string>(words.begin(), words.end()), words_of(text)) << text;
  }
}

TEST(WhitespaceTokenizer, JoinsByOneSpaceAndLeavesSilentIdsOut) {
  const auto tokenizer = train("whitespace", {"a b c"}, 0);
  EXPECT_EQ(tokenizer->decode(std::vector<int32_t>{1, 4, 0, 6, 2}), "a c");
  EXPECT_EQ(tokenizer->decode(tokenizer->encode("  a \t c ")), "a c");
  EXPECT_EQ(tokenizer->decode({}), "");
}

}  // namespace
}  // namespace lingan::whitespace_tokenizer_test
