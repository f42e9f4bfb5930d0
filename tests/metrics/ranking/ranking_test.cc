#include <lingan/metrics/ranking/ranking.h>

#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace lingan::metrics::ranking_test {
namespace {

/// Relevant at places 1, 3 and 6: worked by hand.
TEST(Ranking, HasTheValuesWorkedByHand) {
  const RelevantRanks ranks = {0, 2, 5};
  EXPECT_DOUBLE_EQ(precision_at(ranks, 3), 2.0 / 3);
  EXPECT_DOUBLE_EQ(precision_at(ranks, 5), 2.0 / 5);
  EXPECT_DOUBLE_EQ(precision_at(ranks, 10), 3.0 / 10);
  EXPECT_DOUBLE_EQ(average_precision(ranks), (1.0 + 2.0 / 3 + 3.0 / 6) / 3);
  EXPECT_DOUBLE_EQ(reciprocal_rank(ranks), 1.0);
  // (1 + 1/2) / (1 + 1/log2 3 + 1/2) and, at 10, with 1/log2 7 more above
  EXPECT_NEAR(ndcg_at(ranks, 3), 1.5 / 2.1309297535714578, 1e-12);
  EXPECT_NEAR(ndcg_at(ranks, 10), (1.5 + 0.3562071871080222) / 2.1309297535714578, 1e-12);
  EXPECT_DOUBLE_EQ(reciprocal_rank({3, 4}), 0.25);
}

TEST(Ranking, IsOneWithAllRelevantItemsFirst) {
  const RelevantRanks ranks = {0, 1, 2, 3};
  EXPECT_DOUBLE_EQ(precision_at(ranks, 3), 1.0);
  EXPECT_DOUBLE_EQ(ndcg_at(ranks, 3), 1.0);
  EXPECT_DOUBLE_EQ(ndcg_at(ranks, 10), 1.0);
  EXPECT_DOUBLE_EQ(average_precision(ranks), 1.0);
}

TEST(Ranking, IsZeroAtACutThatNoRelevantItemReaches) {
  const RelevantRanks ranks = {7, 11};
  EXPECT_EQ(precision_at(ranks, 5), 0.0);
  EXPECT_EQ(ndcg_at(ranks, 5), 0.0);
  EXPECT_GT(average_precision(ranks), 0.0);
}

/// The same by lists of zeros and ones, as the published program has them.
TEST(Ranking, AgreesWithSumsOverRelevanceLists) {
  for (const RelevantRanks& ranks : {RelevantRanks{1}, {0, 4, 5, 9}, {2, 3, 11, 12, 19}}) {
    std::vector<double> relevance(20, 0.0);
    for (const int64_t rank : ranks) relevance[static_cast<size_t>(rank)] = 1.0;
    std::vector<double> best(20, 0.0);
    for (size_t i = 0; i < ranks.size(); ++i) best[i] = 1.0;
    for (const size_t k : {3, 5, 10}) {
      double hits = 0.0, gained = 0.0, possible = 0.0;
      for (size_t i = 0; i < k; ++i) {
        hits += relevance[i];
        gained += relevance[i] / std::log2(static_cast<double>(i) + 2);
        possible += best[i] / std::log2(static_cast<double>(i) + 2);
      }
      EXPECT_NEAR(precision_at(ranks, static_cast<int64_t>(k)), hits / static_cast<double>(k),
                  1e-12);
      EXPECT_NEAR(ndcg_at(ranks, static_cast<int64_t>(k)), gained / possible, 1e-12);
    }
  }
}

TEST(RankingMetrics, AreMeansOverQueriesAndKnowTheirNames) {
  const std::vector<RelevantRanks> queries = {{0, 2}, {9}};
  const auto means = ranking_metrics(queries);
  EXPECT_DOUBLE_EQ(means.at("precision-at-3"), 1.0 / 3);
  EXPECT_DOUBLE_EQ(means.at("map"), ((1.0 + 2.0 / 3) / 2 + 0.1) / 2);
  EXPECT_DOUBLE_EQ(means.at("mrr"), (1.0 + 0.1) / 2);
  EXPECT_EQ(means.size(), ranking_metric_names().size());
  for (const std::string& name : ranking_metric_names()) {
    EXPECT_TRUE(means.contains(name)) << name;
    EXPECT_NE(ranking_metric_summary(name), "") << name;
  }
  EXPECT_TRUE(ranking_metrics({}).empty());
}

}  // namespace
}  // namespace lingan::metrics::ranking_test
