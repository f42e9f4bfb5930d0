#include <lingan/text/corpus/length_percentile.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace lingan::length_percentile_test {
namespace {

/// The first length such that so many of the sorted sentences are no longer.
int32_t by_sorting(std::vector<int32_t> lengths, double share) {
  std::sort(lengths.begin(), lengths.end());
  for (size_t i = 0; i < lengths.size(); ++i) {
    if (static_cast<double>(i + 1) >= share * static_cast<double>(lengths.size()))
      return lengths[i];
  }
  return 0;
}

TEST(LengthPercentile, IsThatOfTheSortedSentences) {
  std::vector<int32_t> lengths;
  LengthCounts counts;
  for (int32_t i = 0; i < 200; ++i) {
    lengths.push_back(i * i % 37);
    ++counts[lengths.back()];
    for (const double share : {0.001, 0.25, 0.5, 0.98, 0.99, 0.995, 1.0}) {
      ASSERT_EQ(length_percentile(counts, share), by_sorting(lengths, share)) << i << " " << share;
    }
  }
  EXPECT_EQ(count_sentences(counts), 200);
}

TEST(LengthPercentile, IsZeroWithoutASentence) {
  EXPECT_EQ(length_percentile({}, 0.5), 0);
  EXPECT_EQ(count_sentences({}), 0);
}

}  // namespace
}  // namespace lingan::length_percentile_test
