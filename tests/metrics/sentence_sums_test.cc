#include <lingan/metrics/sentence_sums.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace lingan::metrics::sentence_sums_test {
namespace {

using ::testing::ElementsAre;

/// The metric of some of the sentences, each as often as it is named.
double score_of(const SentenceSums& sums, const std::vector<int64_t>& sentences) {
  std::vector<double> total(static_cast<size_t>(sums.columns), 0.0);
  for (const int64_t sentence : sentences) {
    for (int i = 0; i < sums.columns; ++i) total[i] += sums.values[sentence * sums.columns + i];
  }
  return sums.score(total);
}

TEST(SentenceSums, OfARatioHaveBothSummandsOfASentenceSideBySide) {
  const auto sums = ratio_of_sums(std::vector<double>{6, 1, 5}, std::vector<double>{2, 4, 8});
  EXPECT_EQ(sums.columns, 2);
  EXPECT_EQ(sums.size(), 3);
  EXPECT_THAT(sums.values, ElementsAre(6, 2, 1, 4, 5, 8));
}

/// 12 / 14 is not the mean of 3, 1/4 and 5/8.
TEST(SentenceSums, OfARatioGiveTheSumOverTheSum) {
  const auto sums = ratio_of_sums(std::vector<double>{6, 1, 5}, std::vector<double>{2, 4, 8});
  EXPECT_DOUBLE_EQ(score_of(sums, {0, 1, 2}), 12.0 / 14);
  EXPECT_DOUBLE_EQ(score_of(sums, {0, 0, 1}), 13.0 / 8);
}

TEST(SentenceSums, OfAMeanGiveTheMeanOfWhatIsDrawn) {
  for (const SentenceSums& sums : {mean_of_sentences(std::vector<double>{0.5, 3, -1}),
                                   mean_of_sentences(std::vector<int32_t>{2, 12, -4})}) {
    const double unit = sums.values[0] / 0.5;
    EXPECT_DOUBLE_EQ(score_of(sums, {0, 1, 2}), unit * 2.5 / 3);
    EXPECT_DOUBLE_EQ(score_of(sums, {1, 1, 1, 2}), unit * 2);
  }
}

TEST(SentenceSums, HaveNoValueOfNothing) {
  EXPECT_TRUE(std::isnan(score_of(mean_of_sentences(std::vector<double>{}), {})));
}

}  // namespace
}  // namespace lingan::metrics::sentence_sums_test
