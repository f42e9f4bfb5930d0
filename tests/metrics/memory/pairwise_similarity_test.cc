#include <gtest/gtest.h>
#include <lingan/metrics/memory/pairwise_similarity.h>
#include <lingan/metrics/no_value.h>

#include <lingan/base/error.h>

#include "tests/metrics/guide_sentences.h"

namespace lingan::metrics::pairwise_similarity_test {
namespace {

using lingan::testing::GuideSentences;

SentenceList list_of(const std::vector<std::vector<int32_t>>& sentences) {
  SentenceList list;
  for (const auto& sentence : sentences) list.append(sentence);
  return list;
}

// d(abc, abd) = 1 of 3, d(abc, x) = 3 of 3, d(abd, x) = 3 of 3.
TEST(PairwiseSimilarity, IsTheMeanOverAllPairs) {
  EXPECT_DOUBLE_EQ(mean_pairwise_similarity(list_of({{1, 2, 3}, {1, 2, 4}, {9}})), 2.0 / 9);
}

TEST(PairwiseSimilarity, IsOneWhereAllAreEqual) {
  EXPECT_DOUBLE_EQ(mean_pairwise_similarity(list_of({{5, 6}, {5, 6}, {5, 6}})), 1.0);
  EXPECT_DOUBLE_EQ(mean_pairwise_similarity(list_of({{}, {}})), 1.0);
  EXPECT_DOUBLE_EQ(mean_pairwise_similarity(list_of({{}, {5}})), 0.0);
}

TEST(PairwiseSimilarity, IsThatOfRapidfuzz) {
  const GuideSentences guide;
  // rapidfuzz 3.14.6: statistics.mean(Levenshtein.normalized_similarity(a, b)
  //   for a, b in itertools.combinations(references, 2))
  EXPECT_NEAR(mean_pairwise_similarity(guide.references), 0.22685185185185186, 1e-15);
}

TEST(PairwiseSimilarity, NeedsTwoSentences) {
  EXPECT_THROW(mean_pairwise_similarity({}), UsageError);
  EXPECT_THROW(mean_pairwise_similarity(list_of({{1}})), NoValue);
}

}  // namespace
}  // namespace lingan::metrics::pairwise_similarity_test
