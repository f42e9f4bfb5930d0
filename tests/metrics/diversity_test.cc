#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/diversity.h>
#include <lingan/metrics/no_value.h>

#include <set>
#include <vector>

#include "tests/metrics/words.h"

namespace lingan::metrics::diversity_test {
namespace {

using lingan::testing::random_sentences;
using lingan::testing::WordIds;

double direct_distinct(const SentenceList& sentences, int order) {
  std::set<std::vector<int32_t>> different;
  int64_t total = 0;
  for (int64_t i = 0; i < sentences.size(); ++i) {
    const auto sentence = sentences[i];
    for (size_t at = 0; at + order <= sentence.size(); ++at, ++total) {
      different.emplace(sentence.begin() + at, sentence.begin() + at + order);
    }
  }
  return total == 0 ? 0 : static_cast<double>(different.size()) / static_cast<double>(total);
}

TEST(Diversity, IsThatOfTheDefinitionForAnyNumberOfThreads) {
  const SentenceList sentences = random_sentences(1, 2000, 30);
  for (const int threads : {1, 3}) {
    set_thread_count(threads);
    for (int order = 1; order <= 8; ++order) {
      EXPECT_DOUBLE_EQ(distinct_ngrams(sentences, order), direct_distinct(sentences, order))
          << order;
    }
  }
  set_thread_count(0);
}

TEST(Diversity, CountsByHand) {
  WordIds ids;
  const SentenceList sample =
      ids.list({{"a", "b", "a", "b"}, {"a", "b", "c"}, {"a", "b", "c"}, {"d"}});
  const SentenceList training = ids.list({{"a", "b", "c"}, {"x"}});
  EXPECT_DOUBLE_EQ(distinct_ngrams(sample, 2), 3.0 / 7);  // ab ba bc
  EXPECT_DOUBLE_EQ(distinct_ngrams(sample, 4), 1);
  EXPECT_DOUBLE_EQ(unique_share(sample), 3.0 / 4);
  EXPECT_DOUBLE_EQ(novelty(sample, training), 2.0 / 4);
  EXPECT_DOUBLE_EQ(novelty(sample, {}), 1);
}

TEST(Diversity, TellsSentencesOfTheSameTokensApart) {
  WordIds ids;
  const SentenceList sample = ids.list({{"a", "b"}, {"a"}, {"b", "a"}, {}});
  EXPECT_DOUBLE_EQ(unique_share(sample), 1);
  EXPECT_DOUBLE_EQ(novelty(sample, ids.list({{"a"}, {}})), .5);
}

TEST(Diversity, IsOfNoValueWithoutAnNgram) {
  WordIds ids;
  EXPECT_THROW(distinct_ngrams(ids.list({{"a", "b"}, {"a"}}), 3), NoValue);
  EXPECT_THROW(distinct_ngrams(ids.list({{}, {}}), 1), NoValue);
  EXPECT_THROW(distinct_ngrams({}, 1), NoValue);
}

TEST(Diversity, RefusesAnOrderOutOfRangeAndNoSentence) {
  EXPECT_THROW(distinct_ngrams(random_sentences(1, 3, 3), 0), UsageError);
  EXPECT_THROW(distinct_ngrams(random_sentences(1, 3, 3), 9), UsageError);
  EXPECT_THROW(unique_share({}), UsageError);
  EXPECT_THROW(novelty({}, random_sentences(1, 3, 3)), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::diversity_test
