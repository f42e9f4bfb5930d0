#include <lingan/model/sentences/own_sources.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lingan::own_sources_test {
namespace {

TEST(OwnSources, AreAllSentencesInAMixedOrder) {
  TokenBatch sentences = TokenBatch::filled(20, 2, 0);
  for (int32_t row = 0; row < 20; ++row) {
    sentences.tokens[row * 2] = 3 + row;
    sentences.lengths[row] = 1;
    sentences.labels.push_back(row % 2);
  }
  const auto table = own_sources(sentences);
  EXPECT_EQ(table->sentences.tokens, sentences.tokens);
  EXPECT_EQ(table->sentences.labels, sentences.labels);
  std::vector<int32_t> in_order(20);
  for (int32_t row = 0; row < 20; ++row) in_order[row] = row;
  EXPECT_THAT(table->sampled, ::testing::UnorderedElementsAreArray(in_order));
  EXPECT_NE(table->sampled, in_order);
}

}  // namespace
}  // namespace lingan::own_sources_test
