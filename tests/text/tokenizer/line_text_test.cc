#include <lingan/text/tokenizer/line_text.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/text/training.h"

namespace lingan::line_text_test {
namespace {

using testing::train;

/// The id of the piece for a byte.
int32_t byte_id(const Tokenizer& tokenizer, int byte) {
  char piece[8];
  std::snprintf(piece, sizeof piece, "<0x%02X>", byte);
  for (int32_t id = 0; id < tokenizer.size(); ++id) {
    if (tokenizer.piece(id) == piece) return id;
  }
  return -1;
}

class LineText : public ::testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Models, LineText, ::testing::Values("unigram", "bpe"),
                         [](const auto& info) { return info.param; });

TEST_P(LineText, OfAnyIdsIsOneLine) {
  const auto tokenizer = train(GetParam(), {"a b"}, 270);
  for (int32_t id = 0; id < tokenizer->size(); ++id) {
    const std::vector<int32_t> ids = {id, byte_id(*tokenizer, 'a'), id};
    const std::string text = decode_line(*tokenizer, ids);
    EXPECT_EQ(text.find('\n'), std::string::npos) << id;
    EXPECT_EQ(text.find('\0'), std::string::npos) << id;
  }
  const std::vector<int32_t> newline = {byte_id(*tokenizer, 'a'), byte_id(*tokenizer, '\n'),
                                        byte_id(*tokenizer, 'b')};
  EXPECT_EQ(decode_line(*tokenizer, newline), "a\uFFFDb");
}

TEST_P(LineText, OfTheIdsOfALineIsTheLine) {
  const auto tokenizer = train(GetParam(), {"a b"}, 270);
  for (const std::string line : {"a b", "a\rb", "tab\t\u00E9\v\x7F", ""}) {
    EXPECT_EQ(decode_line(*tokenizer, tokenizer->encode(line)), line);
  }
}

TEST_P(LineText, IsBrokenByThreeBytes) {
  const auto tokenizer = train(GetParam(), {"a b"}, 270);
  EXPECT_THAT(line_breaking_ids(*tokenizer),
              ::testing::UnorderedElementsAre(byte_id(*tokenizer, 0), byte_id(*tokenizer, '\n'),
                                              byte_id(*tokenizer, '\r')));
}

TEST(LineBreakingIds, AreNoneOfAVocabularyOfWords) {
  EXPECT_TRUE(line_breaking_ids(*train("whitespace", {"a b c"}, 0)).empty());
}

}  // namespace
}  // namespace lingan::line_text_test
