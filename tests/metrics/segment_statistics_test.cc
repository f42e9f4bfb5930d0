#include <lingan/metrics/segment_statistics.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include <lingan/metrics/no_value.h>

namespace lingan::metrics::segment_statistics_test {
namespace {

using ::testing::ElementsAre;

TEST(SegmentStatistics, AreRowsWithASumOfEachColumn) {
  const SegmentStatistics statistics{.columns = 3, .values = {1, 2, 3, 10, 20, 30, 0, 5, -7}};
  EXPECT_EQ(statistics.size(), 3);
  EXPECT_THAT(statistics.row(1), ElementsAre(10, 20, 30));
  EXPECT_THAT(statistics.sums(), ElementsAre(11, 27, 26));
}

TEST(SegmentStatistics, HaveSumsThatNoIntegerOf32BitsHolds) {
  const int32_t largest = std::numeric_limits<int32_t>::max();
  const SegmentStatistics statistics{.columns = 1, .values = {largest, largest, largest}};
  EXPECT_THAT(statistics.sums(), ElementsAre(3.0 * largest));
}

TEST(SegmentStatistics, OfNoSegmentHaveSumsOfZero) {
  const SegmentStatistics statistics{.columns = 2};
  EXPECT_EQ(statistics.size(), 0);
  EXPECT_THAT(statistics.sums(), ElementsAre(0, 0));
}

TEST(ValueOfSums, NeedsAReferenceWithAWord) {
  const CorpusScore share = {
      .statistics = nullptr,
      .score = [](std::span<const double> sums) { return sums[0] / sums[1]; },
      .score_of_floats = nullptr};
  EXPECT_EQ(value_of_sums(share, std::vector<double>{3, 4}), 0.75);
  EXPECT_EQ(value_of_sums(share, std::vector<double>{0, 4}), 0);
  EXPECT_THROW(value_of_sums(share, std::vector<double>{3, 0}), NoValue);
}

}  // namespace
}  // namespace lingan::metrics::segment_statistics_test
