#include <gtest/gtest.h>
#include <lingan/metrics/ngrams/coverage.h>
#include <lingan/metrics/no_value.h>

#include "tests/metrics/guide_sentences.h"

namespace lingan::metrics::coverage_test {
namespace {

using lingan::testing::GuideSentences;
using lingan::testing::WordIds;

TEST(Coverage, CountsTypesOfTheReferences) {
  const GuideSentences guide;
  // Python: len(set(references' n-grams) & set(hypotheses'))
  EXPECT_DOUBLE_EQ(ngram_coverage(guide.hypotheses, guide.references, 1), 15.0 / 30);
  EXPECT_DOUBLE_EQ(ngram_coverage(guide.hypotheses, guide.references, 2), 10.0 / 42);
  EXPECT_DOUBLE_EQ(ngram_coverage(guide.hypotheses, guide.references, 5), 2.0 / 38);
}

TEST(Coverage, ByHand) {
  WordIds ids;
  const SentenceList references = ids.list({{"a", "b", "c"}, {"a", "b"}});
  EXPECT_DOUBLE_EQ(ngram_coverage(ids.list({{"b", "a"}, {"x"}}), references, 1), 2.0 / 3);
  EXPECT_DOUBLE_EQ(ngram_coverage(ids.list({{"x", "b", "c"}, {"c"}}), references, 2), 1.0 / 2);
  EXPECT_EQ(ngram_coverage(references, references, 3), 1);
  EXPECT_EQ(ngram_coverage({}, references, 1), 0);
}

TEST(Coverage, NeedsAReferenceOfNTokens) {
  WordIds ids;
  EXPECT_THROW(ngram_coverage(ids.list({{"a", "b", "c"}}), ids.list({{"a", "b"}}), 3), NoValue);
}

}  // namespace
}  // namespace lingan::metrics::coverage_test
