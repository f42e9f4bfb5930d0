#include <lingan/engine/contract/completion_numbering.h>

#include <gtest/gtest.h>

namespace lingan::engine::completion_numbering_test {
namespace {

TEST(CompletionNumbering, CountsBySentenceThenPrefixThenRollout) {
  constexpr CompletionNumbering kNumbering{.width = 4, .rollouts = 5};
  EXPECT_EQ(kNumbering.per_sentence(), 15);
  int64_t next = 0;
  for (int64_t sentence = 0; sentence < 3; ++sentence) {
    for (int64_t prefix = 1; prefix < 4; ++prefix) {
      for (int64_t rollout = 0; rollout < 5; ++rollout, ++next) {
        EXPECT_EQ(kNumbering.index(sentence, prefix, rollout), next);
        EXPECT_EQ(kNumbering.sentence(next), sentence);
        EXPECT_EQ(kNumbering.prefix(next), prefix);
        EXPECT_EQ(kNumbering.rollout(next), rollout);
      }
    }
  }
}

TEST(CompletionNumbering, CountsOnlyPrefixesOfWholeSteps) {
  constexpr CompletionNumbering kNumbering{.width = 10, .rollouts = 2, .every = 4};
  EXPECT_EQ(kNumbering.per_sentence(), 4);  // of 4 and 8 tokens
  int64_t next = 0;
  for (int64_t sentence = 0; sentence < 3; ++sentence) {
    for (const int64_t prefix : {4, 8}) {
      for (int64_t rollout = 0; rollout < 2; ++rollout, ++next) {
        EXPECT_EQ(kNumbering.index(sentence, prefix, rollout), next);
        EXPECT_EQ(kNumbering.sentence(next), sentence);
        EXPECT_EQ(kNumbering.prefix(next), prefix);
        EXPECT_EQ(kNumbering.rollout(next), rollout);
      }
    }
  }
}

// Part of what a seed means: another row, and every run with that seed draws other sentences.
TEST(CompletionNumbering, GivesEveryCompletionItsOwnRowOfTheStream) {
  constexpr CompletionNumbering kNumbering{.width = 20, .rollouts = 16};
  EXPECT_EQ(kNumbering.stream_row(0, kNumbering.index(0, 1, 0)), 16u);
  EXPECT_EQ(kNumbering.stream_row(0, kNumbering.index(0, 1, 3)), 19u);
  EXPECT_EQ(kNumbering.stream_row(0, kNumbering.index(0, 19, 0)), 19u * 16);
  EXPECT_EQ(kNumbering.stream_row(0, kNumbering.index(2, 7, 5)), ((2u * 20) + 7) * 16 + 5);
  EXPECT_EQ(kNumbering.stream_row(uint64_t{1} << 40, kNumbering.index(2, 7, 5)),
            (((uint64_t{1} << 40) + 2) * 20 + 7) * 16 + 5);
}

}  // namespace
}  // namespace lingan::engine::completion_numbering_test
