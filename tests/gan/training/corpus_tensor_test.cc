#include <lingan/gan/training/corpus_tensor.h>

#include <gtest/gtest.h>

#include <lingan/text/corpus/corpus.h>

namespace lingan::corpus_tensor_test {
namespace {

TokenBatch corpus() {
  TokenBatch batch = TokenBatch::filled(5, 6, 0);
  batch.lengths = {2, 6, 3, 1, 0};
  for (int64_t row = 0; row < batch.rows; ++row) {
    for (int32_t t = 0; t < batch.lengths[row]; ++t) {
      batch.tokens[row * batch.width + t] = static_cast<int32_t>(10 * (row + 1)) + t;
    }
  }
  return batch;
}

TEST(CorpusTensor, SelectsTheRowsThatWereAskedFor) {
  const TokenBatch batch = corpus();
  const std::vector<int64_t> rows = {3, 1, 1};
  const Sentences actual = CorpusTensor(batch, torch::kCPU).select(rows);
  const Sentences expected = to_sentences(select_rows(batch, rows));
  EXPECT_TRUE(torch::equal(actual.tokens, expected.tokens));
  EXPECT_TRUE(torch::equal(actual.lengths, expected.lengths));
}

TEST(CorpusTensor, SelectsTheirLabels) {
  TokenBatch corpus{3, 1, {4, 5, 6}, {1, 1, 1}};
  const std::vector<int64_t> rows = {2, 0};
  EXPECT_FALSE(CorpusTensor(corpus, torch::kCPU).select(rows).labels.defined());
  corpus.labels = {7, 8, 9};
  const CorpusTensor tensor(corpus, torch::kCPU);
  const auto expected = torch::tensor({9, 7}, torch::kInt64);
  EXPECT_TRUE(torch::equal(tensor.select(rows).labels, expected));
  EXPECT_TRUE(torch::equal(tensor.select_trimmed(rows).labels, expected));
}

TEST(CorpusTensor, TrimsToTheLongestRowOfABatch) {
  const TokenBatch batch = corpus();
  const std::vector<int64_t> rows = {0, 2, 3};
  const Sentences actual = CorpusTensor(batch, torch::kCPU).select_trimmed(rows);
  const auto expected = torch::tensor({{10, 11, 0}, {30, 31, 32}, {40, 0, 0}}, torch::kInt64);
  EXPECT_TRUE(torch::equal(actual.tokens, expected));
  EXPECT_TRUE(torch::equal(actual.lengths, torch::tensor({2, 3, 1}, torch::kInt64)));
}

TEST(CorpusTensor, LeavesAColumnWhereAllRowsAreEmpty) {
  const TokenBatch batch = corpus();
  const std::vector<int64_t> rows = {4};
  EXPECT_EQ(CorpusTensor(batch, torch::kCPU).select_trimmed(rows).tokens.size(1), 1);
}

}  // namespace
}  // namespace lingan::corpus_tensor_test
