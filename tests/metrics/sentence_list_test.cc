#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <lingan/metrics/sentence_list.h>

#include <vector>

namespace lingan::metrics::sentence_list_test {
namespace {

using ::testing::ElementsAre;

SentenceList list_of(const std::vector<std::vector<int32_t>>& sentences) {
  SentenceList list;
  for (const auto& sentence : sentences) list.append(sentence);
  return list;
}

std::vector<std::vector<int32_t>> sentences_of(const SentenceList& list) {
  std::vector<std::vector<int32_t>> sentences;
  for (int64_t i = 0; i < list.size(); ++i) sentences.emplace_back(list[i].begin(), list[i].end());
  return sentences;
}

TEST(SentenceList, KeepsWhatWasAppendedAndItsLengths) {
  const SentenceList list = list_of({{1, 2}, {}, {3}});
  EXPECT_THAT(sentences_of(list), ElementsAre(ElementsAre(1, 2), ElementsAre(), ElementsAre(3)));
  EXPECT_EQ(list.tokens(), 3);
  EXPECT_EQ(list.length(0), 2);
  EXPECT_EQ(list.length(1), 0);
}

TEST(StripSpecials, LeavesTheWords) {
  TokenBatch batch{2, 4, {5, 6, 2, 0, 1, 7, 0, 8}, {3, 4}};
  const SentenceList list = strip_specials(batch, SpecialTokens{});
  EXPECT_THAT(sentences_of(list), ElementsAre(ElementsAre(5, 6), ElementsAre(7, 8)));
}

TEST(StripSpecials, EndsARowBeforeItsFirstEos) {
  const TokenBatch batch{2, 3, {5, 2, 6, 2, 7, 7}, {3, 3}};
  EXPECT_THAT(sentences_of(strip_specials(batch, SpecialTokens{})),
              ElementsAre(ElementsAre(5), ElementsAre()));
}

TEST(StripSpecials, KeepsAnUnknownWord) {
  const SpecialTokens specials;
  const TokenBatch batch{1, 2, {specials.unk, 9}, {2}};
  EXPECT_THAT(sentences_of(strip_specials(batch, specials)),
              ElementsAre(ElementsAre(specials.unk, 9)));
}

// An oracle's sentences have no end, and the id that it is fed first is a token like any other.
TEST(StripSpecials, LeavesEveryIdWhereThereIsNoEos) {
  const TokenBatch batch{1, 4, {5, 0, 2, 0}, {4}};
  const auto list = strip_specials(batch, {.pad = -1, .bos = 0, .eos = -1, .unk = -1});
  EXPECT_THAT(sentences_of(list), ElementsAre(ElementsAre(5, 0, 2, 0)));
}

TEST(Slice, TakesARangeOfSentences) {
  const SentenceList list = list_of({{1, 2}, {}, {3}, {4, 5, 6}});
  EXPECT_THAT(sentences_of(slice(list, 1, 3)), ElementsAre(ElementsAre(), ElementsAre(3)));
  EXPECT_EQ(sentences_of(slice(list, 0, 4)), sentences_of(list));
  EXPECT_EQ(slice(list, 2, 2).size(), 0);
}

TEST(Concatenate, PutsTheSecondListAfterTheFirst) {
  const SentenceList first = list_of({{1, 2}, {}}), second = list_of({{3}, {4, 5}});
  EXPECT_THAT(sentences_of(concatenate(first, second)),
              ElementsAre(ElementsAre(1, 2), ElementsAre(), ElementsAre(3), ElementsAre(4, 5)));
  EXPECT_EQ(sentences_of(concatenate({}, second)), sentences_of(second));
}

TEST(UnknownWords, MatchNothing) {
  SentenceList first, second;
  first.append(std::vector<int32_t>{3, 5, 3});
  second.append(std::vector<int32_t>{3});
  UnknownWords unknown(3, 9);
  unknown.separate(first);
  unknown.separate(second);
  EXPECT_EQ(first.ids, (std::vector<int32_t>{9, 5, 10}));
  EXPECT_EQ(second.ids, std::vector<int32_t>{11});
  UnknownWords(-1, 9).separate(second);
  EXPECT_EQ(second.ids, std::vector<int32_t>{11});
}

}  // namespace
}  // namespace lingan::metrics::sentence_list_test
