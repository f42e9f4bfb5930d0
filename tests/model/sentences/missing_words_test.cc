#include <lingan/model/sentences/missing_words.h>

#include <gtest/gtest.h>

#include <vector>

namespace lingan::missing_words_test {
namespace {

constexpr SpecialTokens kSpecials{};
constexpr SpecialTokens kEndless{.pad = -1, .bos = 1, .eos = -1, .unk = -1};

/// "4 _ 6", "_" and, without an end, "_ 5 4 _".
TokenBatch lacking() {
  return {.rows = 3,
          .width = 4,
          .tokens = {4, 1, 6, 2, /**/ 1, 2, 0, 0, /**/ 1, 5, 4, 1},
          .lengths = {4, 2, 4}};
}

std::vector<int> flat(const torch::Tensor& tensor) {
  const torch::Tensor numbers = tensor.to(torch::kInt32).contiguous();
  const int* first = numbers.const_data_ptr<int>();
  return {first, first + numbers.numel()};
}

TEST(MissingWords, StandWhereBosDoes) {
  const Sentences sentences = to_sentences(lacking());
  EXPECT_EQ(flat(missing_words(sentences.tokens, kSpecials)),
            (std::vector{0, 1, 0, 0, /**/ 1, 0, 0, 0, /**/ 1, 0, 0, 1}));
  EXPECT_EQ(flat(known_tokens(sentences, kSpecials)),
            (std::vector{1, 0, 1, 1, /**/ 0, 1, 0, 0, /**/ 0, 1, 1, 0}));
  const TokenBatch batch = lacking();
  EXPECT_EQ(count_known(batch.row(0), kSpecials), 3);
  EXPECT_EQ(count_known(batch.row(1), kSpecials), 1);
  EXPECT_EQ(count_known(batch.row(2), kSpecials), 2);
}

TEST(MissingWords, AreWordsWhereSentencesHaveNoEnd) {
  const Sentences sentences = to_sentences(lacking());
  EXPECT_FALSE(missing_words(sentences.tokens, kEndless).any().item<bool>());
  EXPECT_EQ(flat(known_tokens(sentences, kEndless)),
            (std::vector{1, 1, 1, 1, /**/ 1, 1, 0, 0, /**/ 1, 1, 1, 1}));
  const TokenBatch batch = lacking();
  EXPECT_EQ(count_known(batch.row(0), kEndless), 4);
}

/// The first two take the holes of the first two, the others begin again; ends stay.
TEST(LackingAs, TakesOutTheWordsThatOthersLack) {
  const TokenBatch whole{.rows = 4,
                         .width = 4,
                         .tokens = {4, 5, 6, 2, /**/ 5, 6, 2, 0, /**/ 6, 6, 2, 0, /**/ 4, 2, 0, 0},
                         .lengths = {4, 3, 3, 2}};
  const TokenBatch made = lacking_as(whole, lacking(), kSpecials);
  EXPECT_EQ(made.tokens, (std::vector<int32_t>{4, 1, 6, 2, /**/ 1, 6, 2, 0, /**/ 1, 6, 2, 0,
                                               /**/ 4, 2, 0, 0}));
  EXPECT_EQ(made.lengths, whole.lengths);
  EXPECT_EQ(lacking_as(whole, whole, kSpecials).tokens, whole.tokens);
  EXPECT_EQ(lacking_as(whole, lacking(), kEndless).tokens, whole.tokens);
}

TEST(WholeSentences, AreThoseThatLackNoWord) {
  TokenBatch some = lacking();
  some.tokens[1] = 5;
  const TokenBatch whole = whole_sentences(some, kSpecials);
  EXPECT_EQ(whole.tokens, (std::vector<int32_t>{4, 5, 6, 2}));
  EXPECT_EQ(whole_sentences(whole, kSpecials).tokens, whole.tokens);
  EXPECT_EQ(whole_sentences(some, kEndless).tokens, some.tokens);
}

}  // namespace
}  // namespace lingan::missing_words_test
