#include <lingan/base/labelled_sentences.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lingan::labelled_sentences_test {
namespace {

using ::testing::ElementsAre;

TEST(LabelledSentences, AreThoseWhoseLabelIsKnown) {
  TokenBatch batch = TokenBatch::filled(4, 1, 0);
  for (int32_t row = 0; row < 4; ++row) batch.tokens[static_cast<size_t>(row)] = 10 + row;
  batch.lengths = {1, 1, 1, 1};
  EXPECT_EQ(labelled_sentences(batch).rows, 0) << "nothing has a label";
  batch.labels = {2, kUnknownLabel, 0, kUnknownLabel};
  const TokenBatch labelled = labelled_sentences(batch);
  EXPECT_THAT(labelled.tokens, ElementsAre(10, 12));
  EXPECT_THAT(labelled.labels, ElementsAre(2, 0));
}

TEST(LabelledSentences, HaveTheLabelsOfTheirSources) {
  TokenBatch sentences = TokenBatch::filled(3, 1, 0), sources = TokenBatch::filled(4, 1, 0);
  sentences.labels = {3, 0, 2};
  EXPECT_THAT(labelled_by_sources(sentences, sources).labels, ElementsAre(3, 0, 2));
  sources.labels = {7, 8, 9, 7};
  EXPECT_THAT(labelled_by_sources(sentences, sources).labels, ElementsAre(7, 7, 9));
  sentences.labels.clear();
  EXPECT_TRUE(labelled_by_sources(sentences, sources).labels.empty());
}

}  // namespace
}  // namespace lingan::labelled_sentences_test
