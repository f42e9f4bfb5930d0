#include <lingan/base/token_batch.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <lingan/base/error.h>

namespace lingan::token_batch_test {
namespace {

using ::testing::ElementsAre;

TEST(SelectRows, KeepsTheGivenOrder) {
  const TokenBatch batch{3, 2, {1, 2, 3, 0, 4, 5}, {2, 1, 2}};
  const std::vector<int64_t> rows{2, 0, 2, 1};
  const TokenBatch selected = select_rows(batch, rows);
  EXPECT_EQ(selected.rows, 4);
  EXPECT_EQ(selected.width, 2);
  EXPECT_THAT(selected.tokens, ElementsAre(4, 5, 1, 2, 4, 5, 3, 0));
  EXPECT_THAT(selected.lengths, ElementsAre(2, 2, 2, 1));
}

TEST(SelectRows, KeepsLabelsWithTheirRows) {
  TokenBatch batch{3, 1, {1, 2, 3}, {1, 1, 1}};
  const std::vector<int64_t> rows{2, 0};
  EXPECT_TRUE(select_rows(batch, rows).labels.empty());
  batch.labels = {5, 6, 7};
  EXPECT_THAT(select_rows(batch, rows).labels, ElementsAre(7, 5));
}

TEST(RowsWithLabel, AreAscending) {
  TokenBatch batch = TokenBatch::filled(4, 1, 0);
  EXPECT_THAT(rows_with_label(batch, 0), ElementsAre());
  batch.labels = {1, 0, 1, 2};
  EXPECT_THAT(rows_with_label(batch, 1), ElementsAre(0, 2));
  EXPECT_THAT(rows_with_label(batch, 3), ElementsAre());
}

TEST(SelectRows, RefusesNumbersOfNoRow) {
  const TokenBatch batch = TokenBatch::filled(4, 1, 0);
  for (const int64_t outside : {-1, 4}) {
    EXPECT_THROW(select_rows(batch, std::span(&outside, 1)), UsageError);
  }
}

TEST(AllRows, AreTheRowsInOrder) {
  EXPECT_THAT(all_rows(TokenBatch::filled(3, 1, 0)), ElementsAre(0, 1, 2));
  EXPECT_THAT(all_rows(TokenBatch::filled(0, 1, 0)), ElementsAre());
}

TEST(SpecialTokens, FillRowsWithPadOrWithZero) {
  EXPECT_EQ(SpecialTokens{.pad = 7}.filler(), 7);
  EXPECT_EQ(SpecialTokens{.pad = -1}.filler(), 0);
}

}  // namespace
}  // namespace lingan::token_batch_test
