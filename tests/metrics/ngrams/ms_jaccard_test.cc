#include <gtest/gtest.h>
#include <lingan/base/error.h>
#include <lingan/metrics/ngrams/ms_jaccard.h>
#include <lingan/metrics/no_value.h>

#include <cmath>

#include "tests/metrics/guide_sentences.h"

namespace lingan::metrics::ms_jaccard_test {
namespace {

using lingan::testing::GuideSentences;
using lingan::testing::WordIds;

TEST(MsJaccard, EqualsTheProgramOfTheAuthors) {
  const GuideSentences guide;
  // TextGenerationEvaluationMetrics 789aa61, README's sentences:
  // MultisetDistances(references, max_n=5).get_jaccard_score(sentences)
  EXPECT_NEAR(ms_jaccard(guide.hypotheses, guide.references, 3), .1699616026, 1e-10);
  EXPECT_NEAR(ms_jaccard(guide.hypotheses, guide.references, 4), .1287364712, 1e-10);
  EXPECT_NEAR(ms_jaccard(guide.hypotheses, guide.references, 5), .0959635985, 1e-10);
}

TEST(MsJaccard, ByHand) {
  WordIds ids;
  const SentenceList hypotheses = ids.list({{"a", "b"}, {"a"}});  // a 1, b .5; ab .5
  const SentenceList references = ids.list({{"a", "b", "b"}});    // a 1, b 2; ab 1, bb 1
  EXPECT_DOUBLE_EQ(ms_jaccard(hypotheses, references, 1), 1.5 / 3);
  EXPECT_DOUBLE_EQ(ms_jaccard(hypotheses, references, 2), std::sqrt(1.5 / 3 * .5 / 2));
}

TEST(MsJaccard, IsOneForTheSameFrequenciesAndNothingWithoutACommonNgram) {
  WordIds ids;
  const SentenceList once = ids.list({{"a", "b"}, {"c", "a"}});
  const SentenceList twice = ids.list({{"a", "b"}, {"c", "a"}, {"c", "a"}, {"a", "b"}});
  EXPECT_DOUBLE_EQ(ms_jaccard(once, twice, 2), 1);
  EXPECT_EQ(ms_jaccard(once, ids.list({{"b", "a"}}), 2), 0);
}

TEST(MsJaccard, NeedsAnNgramAndAnOrderInRange) {
  WordIds ids;
  EXPECT_THROW(ms_jaccard(ids.list({{"a"}}), ids.list({{"b"}}), 2), NoValue);
  EXPECT_THROW(ms_jaccard(ids.list({{"a"}}), ids.list({{"b"}}), 0), UsageError);
  EXPECT_THROW(ms_jaccard(ids.list({{"a"}}), ids.list({{"b"}}), 9), UsageError);
}

}  // namespace
}  // namespace lingan::metrics::ms_jaccard_test
