#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/base/parallel.h>
#include <lingan/metrics/memory/copied_span.h>

#include <algorithm>

#include "tests/metrics/guide_sentences.h"

namespace lingan::metrics::copied_span_test {
namespace {

using lingan::testing::random_sentences;
using lingan::testing::WordIds;

// Longest common run of tokens, by the table of common suffixes.
int32_t direct_span(std::span<const int32_t> left, std::span<const int32_t> right) {
  int32_t longest = 0;
  std::vector<int32_t> row(right.size() + 1);
  for (const int32_t token : left) {
    for (size_t j = right.size(); j > 0; --j) {
      row[j] = token == right[j - 1] ? row[j - 1] + 1 : 0;
      longest = std::max(longest, row[j]);
    }
  }
  return longest;
}

TEST(CopiedSpan, IsTheLongestCommonRunForAnyNumberOfThreads) {
  for (const uint64_t words : {2, 6, 40}) {
    const SentenceList hypotheses = random_sentences(1, 200, words);
    const SentenceList training = random_sentences(2, 3000, words);
    std::vector<int32_t> expected(static_cast<size_t>(hypotheses.size()));
    for (int64_t i = 0; i < hypotheses.size(); ++i) {
      for (int64_t j = 0; j < training.size(); ++j) {
        expected[i] = std::max(expected[i], direct_span(hypotheses[i], training[j]));
      }
    }
    for (const int threads : {1, 3}) {
      set_thread_count(threads);
      EXPECT_EQ(copied_spans(hypotheses, training), expected) << words;
    }
    set_thread_count(0);
  }
}

TEST(CopiedSpan, ByHand) {
  WordIds ids;
  const SentenceList training = ids.list({{"a", "b", "c", "d"}, {"c", "x"}});
  const SentenceList hypotheses =
      ids.list({{"z", "b", "c", "d"}, {"b", "c", "x"}, {"d", "c"}, {"q"}, {}});
  EXPECT_EQ(copied_spans(hypotheses, training), (std::vector<int32_t>{3, 2, 1, 0, 0}));
  EXPECT_DOUBLE_EQ(mean_copied_span(hypotheses, training), 6.0 / 5);
}

TEST(CopiedSpan, OfTheTrainingTextItselfIsTheWholeSentence) {
  const SentenceList sentences = random_sentences(5, 300, 9);
  const auto spans = copied_spans(sentences, sentences);
  for (int64_t i = 0; i < sentences.size(); ++i) EXPECT_EQ(spans[i], sentences.length(i));
}

TEST(CopiedSpan, DoesNotReachAcrossSentencesOfTheTrainingText) {
  WordIds ids;
  EXPECT_EQ(copied_spans(ids.list({{"a", "b"}}), ids.list({{"a"}, {"b"}})),
            std::vector<int32_t>{1});
}

TEST(CopiedSpan, NeedsAHypothesis) {
  EXPECT_THROW(mean_copied_span({}, random_sentences(1, 3, 3)), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::copied_span_test
