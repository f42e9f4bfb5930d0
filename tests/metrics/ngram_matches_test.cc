#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/ngram_matches.h>

#include <algorithm>
#include <map>

#include "tests/metrics/bleu_cases.h"
#include "tests/metrics/words.h"

namespace lingan::metrics::ngram_matches_test {
namespace {

using lingan::testing::Json;
using lingan::testing::random_sentences;
using Counts = std::map<std::vector<int32_t>, int32_t>;

Counts count(std::span<const int32_t> sentence, int order) {
  Counts counts;
  for (size_t at = 0; at + order <= sentence.size(); ++at) {
    ++counts[{sentence.begin() + at, sentence.begin() + at + order}];
  }
  return counts;
}

// Matches by the definition, sentence by sentence.
int32_t direct_matches(std::span<const int32_t> sentence, const SentenceList& references,
                       int64_t skipped, int order) {
  Counts maxima;
  for (int64_t i = 0; i < references.size(); ++i) {
    if (i == skipped) continue;
    for (const auto& [ngram, times] : count(references[i], order)) {
      maxima[ngram] = std::max(maxima[ngram], times);
    }
  }
  int32_t matches = 0;
  for (const auto& [ngram, times] : count(sentence, order))
    matches += std::min(times, maxima[ngram]);
  return matches;
}

TEST(NgramMatches, AreThoseOfTheDefinition) {
  for (const uint64_t words : {2, 5, 40}) {
    const auto hypotheses = random_sentences(1, 60, words),
               references = random_sentences(2, 70, words);
    const NgramMatches counts = match_ngrams(hypotheses, references, kMaxOrder);
    for (int64_t i = 0; i < hypotheses.size(); ++i) {
      for (int order = 1; order <= kMaxOrder; ++order) {
        EXPECT_EQ(counts.matched(i, order), direct_matches(hypotheses[i], references, -1, order));
      }
    }
  }
}

class NltkCounts : public lingan::testing::BleuCases {};
INSTANTIATE_TEST_SUITE_P(Files, NltkCounts, lingan::testing::both_files(),
                         lingan::testing::file_name);

TEST_P(NltkCounts, Agree) {
  const NgramMatches counts = lingan::testing::segments_of(cases()["nltk_sentence"]).count(5);
  ASSERT_EQ(counts.size(), static_cast<int64_t>(cases()["nltk_parts"].size()));
  for (int64_t i = 0; i < counts.size(); ++i) {
    const Json& parts = cases()["nltk_parts"][i];
    EXPECT_EQ(counts.lengths[i], parts["hyp_len"]) << parts["id"];
    EXPECT_EQ(counts.reference_lengths[i], parts["closest_ref_len"]) << parts["id"];
    for (int order = 1; order <= 5; ++order) {
      const Json& expected = parts["clipped_num_den_1to5"][order - 1];
      EXPECT_EQ(counts.matched(i, order), expected[0]) << parts["id"] << " order " << order;
      EXPECT_EQ(std::max(1, counts.total(i, order)), expected[1])
          << parts["id"] << " order " << order;
    }
  }
}

TEST(NgramMatches, LeaveTheSentenceItselfOut) {
  for (const uint64_t words : {2, 5, 40}) {
    const auto sentences = random_sentences(3, 80, words);
    const NgramMatches counts = match_others(sentences, kMaxOrder);
    for (int64_t i = 0; i < sentences.size(); ++i) {
      for (int order = 1; order <= kMaxOrder; ++order) {
        EXPECT_EQ(counts.matched(i, order), direct_matches(sentences[i], sentences, i, order));
      }
    }
  }
}

TEST(NgramMatches, AreTheSameForAnyNumberOfThreadsAndManyPartitions) {
  const auto hypotheses = random_sentences(4, 9000, 300),
             references = random_sentences(5, 9000, 300);
  std::vector<NgramMatches> results;
  for (const int threads : {1, 2, 5}) {
    set_thread_count(threads);
    results.push_back(match_ngrams(hypotheses, references, 5));
    EXPECT_EQ(results.back().matches, results.front().matches);
    EXPECT_EQ(results.back().reference_lengths, results.front().reference_lengths);
  }
  set_thread_count(0);
  for (int64_t i = 0; i < hypotheses.size(); i += 997) {
    for (int order = 1; order <= 5; ++order) {
      EXPECT_EQ(results[0].matched(i, order), direct_matches(hypotheses[i], references, -1, order));
    }
  }
}

TEST(NgramMatches, KeepGroupsApart) {
  SentenceList hypotheses, references;
  hypotheses.append(std::vector<int32_t>{1, 2, 3});
  hypotheses.append(std::vector<int32_t>{1, 2, 3});
  references.append(std::vector<int32_t>{1, 2});
  references.append(std::vector<int32_t>{2, 3, 9, 9});
  const NgramMatches counts = match_ngrams(hypotheses, references, {{0, 1}, {0, 1}}, 2);
  EXPECT_EQ(counts.matches, (std::vector<int32_t>{2, 1, 2, 1}));
  EXPECT_EQ(counts.reference_lengths, (std::vector<int32_t>{2, 4}));
}

TEST(NgramMatches, RefuseAnOrderOutOfRange) {
  EXPECT_THROW(match_others(random_sentences(1, 3, 3), 0), UsageError);
  EXPECT_THROW(match_others(random_sentences(1, 3, 3), 9), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::ngram_matches_test
