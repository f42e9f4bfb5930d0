#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/sacrebleu.h>

#include <map>

#include "tests/metrics/bleu_cases.h"

namespace lingan::metrics {
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

TEST_P(Sacrebleu, SentenceScoresAgree) {
  const Json& sentences = cases()["nltk_sentence"];
  const NgramMatches counts = segments_of(sentences).count(4);
  std::map<std::string, int64_t> row;
  for (const auto& item : sentences) row.emplace(item["id"], row.size());
  ASSERT_GE(cases()["sacrebleu_sentence"].size(), 13 * sentences.size());
  for (const auto& item : cases()["sacrebleu_sentence"]) {
    expect_sacre(sacrebleu_sentence(counts, row.at(item["id"]), sacre_options(item)), item);
  }
}

TEST_P(Sacrebleu, CorpusScoresAgree) {
  std::map<std::string, NgramMatches> counts;
  for (const auto& corpus : cases()["nltk_corpus"]) {
    counts[corpus["id"]] = corpus_segments(corpus, cases()).count(4);
  }
  ASSERT_GE(cases()["sacrebleu_corpus"].size(), 8U);
  for (const auto& item : cases()["sacrebleu_corpus"]) {
    expect_sacre(sacrebleu_corpus(counts.at(item["id"]), sacre_options(item)), item);
  }
}

TEST(SacrebleuStatistics, GiveTheScoreByTheirSums) {
  const auto sentences = random_sentences(4, 40, 12);
  const NgramMatches counts = match_others(sentences, 5);
  const auto statistics = sacrebleu_statistics(counts, 4);
  EXPECT_EQ(statistics.columns, 10);
  EXPECT_EQ(statistics.size(), counts.size());
  const auto sums = statistics.sums();
  EXPECT_EQ(sacrebleu_of_sums(sums, {}).score, sacrebleu_corpus(counts, {}).score);
  const std::vector<float> floats(sums.begin(), sums.end());
  EXPECT_NEAR(sacrebleu_of_sums(floats, {}).score, sacrebleu_corpus(counts, {}).score, 1e-4);
}

TEST(SacrebleuOptions, RefuseAnOrderThatWasNotCounted) {
  const NgramMatches counts = match_others(random_sentences(6, 20, 50), 3);
  SacreBleuOptions options;
  EXPECT_EQ(options.max_order, 4);
  EXPECT_THROW(sacrebleu_corpus(counts, options), UsageError);
  options.max_order = 0;
  EXPECT_THROW(sacrebleu_sentence(counts, 0, options), UsageError);
}

}  // namespace
}  // namespace lingan::metrics
