#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/sacrebleu.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <vector>

#include "tests/metrics/bleu_cases.h"

namespace lingan::metrics::sacrebleu_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

class Sacrebleu : public BleuCases {};
INSTANTIATE_TEST_SUITE_P(Files, Sacrebleu, both_files(), file_name);

SacreBleuOptions sacre_options(const Json& item) {
  static const std::map<std::string, SacreSmoothing> kNames = {{"none", SacreSmoothing::kNone},
                                                               {"floor", SacreSmoothing::kFloor},
                                                               {"add-k", SacreSmoothing::kAddK},
                                                               {"exp", SacreSmoothing::kExp}};
  SacreBleuOptions options;
  options.smoothing = kNames.at(item["smooth_method"]);
  if (!item["smooth_value"].is_null()) options.value = item["smooth_value"].get<double>();
  options.max_order = item.value("max_ngram_order", 4);
  options.effective_order = item.value("effective_order", false);
  return options;
}

void expect_sacre(const SacreBleuScore& actual, const Json& item) {
  const Json& expected = item["expected"];
  expect_score(actual.score, expected["score"], item.dump());
  EXPECT_NEAR(actual.brevity_penalty, expected["bp"].get<double>(), kTolerance) << item;
  EXPECT_EQ(actual.length, expected["sys_len"]) << item;
  EXPECT_EQ(actual.reference_length, expected["ref_len"]) << item;
  ASSERT_EQ(actual.precisions.size(), expected["precisions"].size()) << item;
  for (size_t i = 0; i < actual.precisions.size(); ++i) {
    EXPECT_NEAR(actual.precisions[i], expected["precisions"][i].get<double>(), kTolerance) << item;
  }
}

/// BLEU of the hypotheses from `first` on, so many of them, as one corpus.
SacreBleuScore sacrebleu(const NgramMatches& counts, const SacreBleuOptions& options, int64_t first,
                         int64_t hypotheses) {
  const SegmentStatistics statistics = sacrebleu_statistics(counts, options.max_order);
  std::vector<double> sums(static_cast<size_t>(statistics.columns));
  for (int64_t i = first; i < first + hypotheses; ++i) {
    std::ranges::transform(sums, statistics.row(i), sums.begin(), std::plus<>());
  }
  return sacrebleu_of_sums(sums, options);
}

TEST_P(Sacrebleu, SentenceScoresAgree) {
  const Json& sentences = cases()["nltk_sentence"];
  const NgramMatches counts = segments_of(sentences).count(4);
  std::map<std::string, int64_t> row;
  for (const auto& item : sentences) row.emplace(item["id"], row.size());
  ASSERT_GE(cases()["sacrebleu_sentence"].size(), 13 * sentences.size());
  for (const auto& item : cases()["sacrebleu_sentence"]) {
    expect_sacre(sacrebleu(counts, sacre_options(item), row.at(item["id"]), 1), item);
  }
}

TEST_P(Sacrebleu, CorpusScoresAgree) {
  std::map<std::string, NgramMatches> counts;
  for (const auto& corpus : cases()["nltk_corpus"]) {
    counts[corpus["id"]] = corpus_segments(corpus, cases()).count(4);
  }
  ASSERT_GE(cases()["sacrebleu_corpus"].size(), 8U);
  for (const auto& item : cases()["sacrebleu_corpus"]) {
    const NgramMatches& of_corpus = counts.at(item["id"]);
    expect_sacre(sacrebleu(of_corpus, sacre_options(item), 0, of_corpus.size()), item);
  }
}

/// The formula of the paper, where every order has matches: nothing is smoothed.
double plain_bleu(const NgramMatches& counts) {
  double log_precisions = 0, length = 0, reference_length = 0;
  for (int64_t i = 0; i < counts.size(); ++i) {
    length += counts.lengths[i];
    reference_length += counts.reference_lengths[i];
  }
  for (int order = 1; order <= 4; ++order) {
    double matched = 0, total = 0;
    for (int64_t i = 0; i < counts.size(); ++i) {
      matched += counts.matched(i, order);
      total += counts.total(i, order);
    }
    log_precisions += std::log(matched / total) / 4;
  }
  return 100 * std::exp(std::min(0.0, 1 - reference_length / length) + log_precisions);
}

TEST(SacrebleuStatistics, GiveTheScoreByTheirSums) {
  const auto sentences = random_sentences(4, 40, 5);
  const NgramMatches counts = match_others(sentences, 5);
  const auto statistics = sacrebleu_statistics(counts, 4);
  EXPECT_EQ(statistics.columns, 10);
  EXPECT_EQ(statistics.size(), counts.size());
  const auto sums = statistics.sums();
  EXPECT_GT(sums[5], 0) << "matches of order 4, which nothing smooths";
  EXPECT_NEAR(sacrebleu_of_sums(sums, {}).score, plain_bleu(counts), kTolerance);
  const std::vector<float> floats(sums.begin(), sums.end());
  EXPECT_NEAR(sacrebleu_of_sums(floats, {}).score, plain_bleu(counts), 1e-4);
}

TEST(SacrebleuStatistics, RefuseAnOrderThatWasNotCounted) {
  const NgramMatches counts = match_others(random_sentences(6, 20, 50), 3);
  EXPECT_EQ(SacreBleuOptions().max_order, 4);
  EXPECT_EQ(sacrebleu_statistics(counts, 3).columns, 8);
  EXPECT_THROW(sacrebleu_statistics(counts, 4), UsageError);
  EXPECT_THROW(sacrebleu_statistics(counts, 0), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::sacrebleu_test
