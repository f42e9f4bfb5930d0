#include <gtest/gtest.h>
#include <lingan/metrics/ngrams/zipf.h>
#include <lingan/metrics/no_value.h>

#include <cmath>

#include "tests/metrics/guide_sentences.h"

namespace lingan::metrics::zipf_test {
namespace {

using lingan::testing::GuideSentences;
using lingan::testing::WordIds;

TEST(Zipf, IsTheSlopeOfScipyLinregress) {
  const GuideSentences guide;
  // scipy 1.17.1: stats.linregress(log(1..V), log(sorted frequencies)).slope
  EXPECT_NEAR(zipf_slope(guide.hypotheses), -0.26006337570111365, 1e-12);
  EXPECT_NEAR(zipf_slope(guide.references), -0.5663040445115617, 1e-12);
}

TEST(Zipf, ByHand) {
  WordIds ids;
  EXPECT_DOUBLE_EQ(zipf_slope(ids.list({{"a", "b", "a"}, {"a"}})), -std::log(3) / std::log(2));
  EXPECT_DOUBLE_EQ(zipf_slope(ids.list({{"a", "b"}, {"c"}})), 0);
}

TEST(Zipf, IsMinusOneWhereFrequencyFallsAsOneOverRank) {
  SentenceList sentences;
  for (int32_t rank = 1; rank <= 6; ++rank) {
    sentences.append(std::vector<int32_t>(static_cast<size_t>(60 / rank), rank));
  }
  EXPECT_NEAR(zipf_slope(sentences), -1, 1e-12);
}

TEST(Zipf, NeedsTwoDifferentWords) {
  WordIds ids;
  EXPECT_THROW(zipf_slope(ids.list({{"a", "a"}})), NoValue);
  EXPECT_THROW(zipf_slope({}), NoValue);
}

}  // namespace
}  // namespace lingan::metrics::zipf_test
