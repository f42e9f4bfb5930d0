#include <lingan/text/tokenizer/vocabulary.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

#include "tests/text/training.h"

namespace lingan::vocabulary_test {
namespace {

using ::testing::ElementsAre;
using testing::train;

TEST(Vocabulary, IsOrderedByFallingCountThenCodePoint) {
  const auto tokenizer = train("whitespace", {"b a c b", "\u00E9 z a b \U0001F600 \uFF21"}, 0);
  std::vector<std::string> pieces;
  for (int32_t id = 4; id < tokenizer->size(); ++id) pieces.push_back(tokenizer->piece(id));
  EXPECT_THAT(pieces, ElementsAre("b", "a", "c", "z", "\u00E9", "\uFF21", "\U0001F600"));
}

TEST(Vocabulary, KeepsTheMostFrequentWithinItsSize) {
  EXPECT_EQ(train("whitespace", {"b a c b a b"}, 6)->encode("a b c"),
            (std::vector<int32_t>{5, 4, 3}));
  EXPECT_THROW(train("whitespace", {"a"}, 4), UsageError);
}

TEST(Vocabulary, DropsRareWords) {
  TokenizerOptions options;
  options.kind = "whitespace";
  options.min_count = 2;
  const auto tokenizer = train_tokenizer(options, testing::reader_of({"b a c b a b"}));
  EXPECT_EQ(tokenizer->size(), 6);
  options.min_count = 4;
  EXPECT_THROW(train_tokenizer(options, testing::reader_of({"b a c b a b"})), InputError);
}

TEST(Vocabulary, FindsItsPiecesAndUnkForAnyOther) {
  const Vocabulary vocabulary({"b", "a", "<pad>"});
  EXPECT_EQ(vocabulary.size(), 7);
  EXPECT_EQ(vocabulary.find("b"), 4);
  EXPECT_EQ(vocabulary.find("a"), 5);
  EXPECT_EQ(vocabulary.find("c"), 3);
  EXPECT_EQ(vocabulary.find("<unk>"), 3);
  EXPECT_EQ(vocabulary.find("<pad>"), 6);  // a piece, not the special token
  EXPECT_EQ(vocabulary.find("<eos>"), 3);
  EXPECT_EQ(vocabulary.piece(2), "<eos>");
  EXPECT_THAT(vocabulary.learnt(), ElementsAre("b", "a", "<pad>"));
  EXPECT_THROW(vocabulary.piece(7), UsageError);
  EXPECT_THROW(vocabulary.piece(-1), UsageError);
}

TEST(Vocabulary, RefusesPiecesThatCannotBeTold) {
  EXPECT_THROW(Vocabulary({"a", "a"}), InputError);
  EXPECT_THROW(Vocabulary({""}), InputError);
  EXPECT_THROW(Vocabulary({"<unk>"}), InputError);
}

TEST(VocabularyCounter, KeepsWhatAlwaysStaysWithinItsSize) {
  VocabularyCounter counter;
  for (const char* piece : {"a", "a", "a", "b", "b", "rare"}) counter.add(piece);
  EXPECT_THAT(counter.build(6, 1, {}).learnt(), ElementsAre("a", "b"));
  EXPECT_THAT(counter.build(6, 1, {"rare", "unseen"}).learnt(), ElementsAre("a", "rare"));
  EXPECT_THAT(counter.build(0, 2, {"rare"}).learnt(), ElementsAre("a", "b", "rare"));
}

TEST(TextIndex, FindsTextsOfEveryLengthWhileItGrows) {
  std::vector<std::string> texts;
  TextIndex index;
  for (int32_t i = 0; i < 5000; ++i) {
    texts.push_back(std::string(static_cast<size_t>(i % 23), 'x') + std::to_string(i));
    ASSERT_TRUE(index.add(texts, i));
    ASSERT_EQ(index.find(texts, "absent" + std::to_string(i)), -1);
  }
  for (int32_t i = 0; i < 5000; ++i) ASSERT_EQ(index.find(texts, texts[i]), i);
  texts.push_back(texts[77]);
  EXPECT_FALSE(index.add(texts, 5000));
  EXPECT_EQ(index.find(texts, texts[77]), 77);
}

}  // namespace
}  // namespace lingan::vocabulary_test
