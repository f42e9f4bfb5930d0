#include <lingan/model/sentences/distinct_rows.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lingan::distinct_rows_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Rows 0, 2 and 4 are equal, and rows 1 and 5.
const TokenBatch kBatch{6, 2, {7, 8, 9, 9, 7, 8, 8, 7, 7, 8, 9, 9}, {2, 2, 2, 2, 2, 2}};

TEST(DistinctRows, AreTheFirstOfEqualRowsAndSayWhichEachRowEquals) {
  const DistinctRows distinct = distinct_rows(kBatch, all_rows(kBatch));
  EXPECT_THAT(distinct.rows, ElementsAre(0, 1, 3));
  EXPECT_THAT(distinct.place, ElementsAre(0, 1, 0, 2, 0, 1));
}

TEST(DistinctRows, AreThoseOfTheGivenRowsAlone) {
  const DistinctRows distinct = distinct_rows(kBatch, std::vector<int64_t>{2, 3, 4});
  EXPECT_THAT(distinct.rows, ElementsAre(2, 3));
  EXPECT_THAT(distinct.place, ElementsAre(0, 1, 0));
  EXPECT_THAT(distinct_rows(kBatch, {}).rows, IsEmpty());
}

}  // namespace
}  // namespace lingan::distinct_rows_test
