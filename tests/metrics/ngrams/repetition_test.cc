#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/ngrams/repetition.h>
#include <lingan/metrics/no_value.h>

#include <set>

#include "tests/metrics/words.h"

namespace lingan::metrics::repetition_test {
namespace {

using lingan::testing::random_sentences;
using lingan::testing::WordIds;

TEST(Repetition, CountsByHand) {
  WordIds ids;
  // a a a: 2 of 3 words and 1 of 2 bigrams again; a b a b: 2 of 4, 1 of 3; c: none of 1.
  const SentenceList sample = ids.list({{"a", "a", "a"}, {"a", "b", "a", "b"}, {"c"}, {}});
  EXPECT_DOUBLE_EQ(repetition(sample, 1), 4.0 / 8);
  EXPECT_DOUBLE_EQ(repetition(sample, 2), 2.0 / 5);
  EXPECT_DOUBLE_EQ(sentence_repetition(sample, 1), (2.0 / 3 + 2.0 / 4 + 0) / 3);
  EXPECT_DOUBLE_EQ(sentence_repetition(sample, 2), (1.0 / 2 + 1.0 / 3) / 2);
  EXPECT_EQ(repetition(sample, 4), 0);
}

TEST(Repetition, DoesNotLookAcrossSentences) {
  WordIds ids;
  EXPECT_EQ(repetition(ids.list({{"a", "b"}, {"a", "b"}}), 1), 0);
}

TEST(Repetition, IsOneMinusDifferentOverAll) {
  const SentenceList sentences = random_sentences(4, 500, 4);
  for (int order = 1; order <= 8; ++order) {
    int64_t different = 0;
    int64_t total = 0;
    double shares = 0;
    int64_t measured = 0;
    for (int64_t i = 0; i < sentences.size(); ++i) {
      std::set<std::vector<int32_t>> own;
      const auto sentence = sentences[i];
      int64_t all = 0;
      for (size_t at = 0; at + order <= sentence.size(); ++at, ++all) {
        own.emplace(sentence.begin() + at, sentence.begin() + at + order);
      }
      different += static_cast<int64_t>(own.size());
      total += all;
      if (all == 0) continue;
      shares += 1 - static_cast<double>(own.size()) / static_cast<double>(all);
      ++measured;
    }
    EXPECT_DOUBLE_EQ(repetition(sentences, order),
                     static_cast<double>(total - different) / static_cast<double>(total));
    EXPECT_NEAR(sentence_repetition(sentences, order), shares / static_cast<double>(measured),
                1e-12);
  }
}

TEST(Repetition, NeedsAnNgramAndAnOrderInRange) {
  WordIds ids;
  const SentenceList sample = ids.list({{"a", "b"}});
  EXPECT_THROW(repetition(sample, 3), NoValue);
  EXPECT_THROW(sentence_repetition(sample, 3), NoValue);
  EXPECT_THROW(repetition(sample, 0), UsageError);
  EXPECT_THROW(sentence_repetition(sample, 9), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::repetition_test
