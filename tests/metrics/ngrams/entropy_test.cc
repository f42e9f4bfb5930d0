#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/ngrams/entropy.h>
#include <lingan/metrics/no_value.h>

#include <cmath>

#include "tests/metrics/guide_sentences.h"

namespace lingan::metrics::entropy_test {
namespace {

using lingan::testing::GuideSentences;
using lingan::testing::WordIds;

TEST(Entropy, IsThatOfScipy) {
  const GuideSentences guide;
  // scipy 1.17.1: stats.entropy(list(Counter(ngrams).values()))
  const double expected[] = {3.1282795608278717, 3.295836866004329, 3.2188758248682,
                             3.1354942159291497, 3.044522437723422};
  for (int order = 1; order <= 5; ++order) {
    EXPECT_NEAR(ngram_entropy(guide.hypotheses, order), expected[order - 1], 1e-12) << order;
  }
}

TEST(Entropy, IsNothingForOneWordAndTheLogarithmForManyDifferentOnes) {
  WordIds ids;
  EXPECT_EQ(ngram_entropy(ids.list({{"a", "a"}, {"a"}}), 1), 0);
  EXPECT_DOUBLE_EQ(ngram_entropy(ids.list({{"a", "b"}, {"c", "d", "e"}}), 1), std::log(5));
  EXPECT_DOUBLE_EQ(ngram_entropy(ids.list({{"a", "a", "b"}, {"a"}}), 1),
                   -.75 * std::log(.75) - .25 * std::log(.25));
}

TEST(Entropy, NeedsAnNgramAndAnOrderInRange) {
  WordIds ids;
  EXPECT_THROW(ngram_entropy(ids.list({{"a", "b"}}), 3), NoValue);
  EXPECT_THROW(ngram_entropy(ids.list({{"a", "b"}}), 9), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::entropy_test
