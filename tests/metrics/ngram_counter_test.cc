#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/ngram_counter.h>

#include <algorithm>
#include <map>
#include <utility>

#include "tests/metrics/words.h"

namespace lingan::metrics::ngram_counter_test {
namespace {

using lingan::testing::random_sentences;
using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

Pairs direct_counts(const SentenceList& first, const SentenceList& second, int order) {
  std::map<std::vector<int32_t>, std::pair<uint32_t, uint32_t>> counts;
  for (const SentenceList* list : {&first, &second}) {
    for (int64_t i = 0; i < list->size(); ++i) {
      const auto sentence = (*list)[i];
      for (size_t at = 0; at + order <= sentence.size(); ++at) {
        auto& count = counts[{sentence.begin() + at, sentence.begin() + at + order}];
        ++(list == &first ? count.first : count.second);
      }
    }
  }
  Pairs pairs;
  for (const auto& [ngram, count] : counts) pairs.push_back(count);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

Pairs sorted(std::span<const NgramCount> counts) {
  Pairs pairs;
  for (const NgramCount& count : counts) pairs.emplace_back(count.first, count.second);
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

TEST(NgramCounter, CountsAsTheDefinitionDoesForAnyNumberOfThreads) {
  const SentenceList first = random_sentences(1, 1500, 20);
  const SentenceList second = random_sentences(2, 900, 25);
  for (const int threads : {1, 3}) {
    set_thread_count(threads);
    NgramCounter counter(first, second);
    for (int order = 1; order <= 8; ++order) {
      EXPECT_EQ(sorted(counter.next_order()), direct_counts(first, second, order)) << order;
    }
  }
  set_thread_count(0);
}

TEST(NgramCounter, SkipsToAnOrder) {
  const SentenceList sentences = random_sentences(3, 50, 5);
  NgramCounter counter(sentences);
  EXPECT_EQ(sorted(counter.of_order(3)), direct_counts(sentences, {}, 3));
  EXPECT_EQ(sorted(counter.of_order(3)), direct_counts(sentences, {}, 3));
  EXPECT_THROW(counter.of_order(2), UsageError);
  EXPECT_THROW(counter.of_order(9), UsageError);
  EXPECT_THROW(NgramCounter(sentences).of_order(0), UsageError);
}

TEST(NgramCounter, KnowsHowManyNgramsThereAre) {
  lingan::testing::WordIds ids;
  const SentenceList sentences = ids.list({{"a", "b", "a"}, {"a"}, {}});
  EXPECT_EQ(total_ngrams(sentences, 1), 4);
  EXPECT_EQ(total_ngrams(sentences, 2), 2);
  EXPECT_EQ(total_ngrams(sentences, 4), 0);
}

}  // namespace
}  // namespace lingan::metrics::ngram_counter_test
