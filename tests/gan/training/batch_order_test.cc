#include <lingan/gan/training/batch_order.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

namespace lingan::batch_order_test {
namespace {

TokenBatch rows_of_length(std::vector<int32_t> lengths, int32_t width) {
  const auto rows = static_cast<int64_t>(lengths.size());
  TokenBatch batch = TokenBatch::filled(rows, width, 0);
  for (int64_t row = 0; row < rows; ++row) {
    for (int32_t t = 0; t < lengths[row]; ++t) batch.tokens[row * width + t] = 10 + t;
  }
  batch.lengths = std::move(lengths);
  return batch;
}

TEST(RandomOrder, IsAPermutationThatDependsOnTheStreamAlone) {
  const RandomStream stream{7, Purpose::kShuffle, 3};
  const auto order = random_order(1000, stream);
  EXPECT_EQ(std::set<int64_t>(order.begin(), order.end()).size(), 1000u);
  EXPECT_EQ(order, random_order(1000, stream));
  EXPECT_NE(order, random_order(1000, {7, Purpose::kShuffle, 4}));
}

TEST(RandomOrder, PutsEveryItemInEveryPlaceEquallyOften) {
  constexpr int kItems = 4, kTrials = 24000;
  int counts[kItems][kItems] = {};
  for (uint32_t step = 0; step < kTrials; ++step) {
    const auto order = random_order(kItems, {1, Purpose::kShuffle, step});
    for (int place = 0; place < kItems; ++place) ++counts[order[place]][place];
  }
  double chi_squared = 0.0;
  const double expected = double{kTrials} / kItems;
  for (const auto& row : counts) {
    for (const int count : row) chi_squared += (count - expected) * (count - expected) / expected;
  }
  EXPECT_LT(chi_squared, 27.88);  // 9 degrees of freedom, p = 0.001
}

TEST(LengthBucketedBatches, CoverEveryRowOnce) {
  std::vector<int32_t> lengths;
  for (int32_t i = 0; i < 1003; ++i) lengths.push_back(1 + i * 7 % 30);
  const auto corpus = rows_of_length(lengths, 30);
  const auto batches = length_bucketed_batches(corpus, 10, {1, Purpose::kShuffle, 0});
  EXPECT_EQ(batches.size(), 101u);
  std::set<int64_t> seen;
  for (const auto& batch : batches) seen.insert(batch.begin(), batch.end());
  EXPECT_EQ(seen.size(), 1003u);
}

TEST(LengthBucketedBatches, HoldSentencesOfAboutTheSameLength) {
  std::vector<int32_t> lengths;
  for (int32_t i = 0; i < 1000; ++i) lengths.push_back(1 + i * 7 % 30);
  const auto corpus = rows_of_length(lengths, 30);
  int64_t padded = 0, tokens = 0;
  for (const auto& batch : length_bucketed_batches(corpus, 10, {1, Purpose::kShuffle, 0})) {
    int32_t longest = 0;
    for (const int64_t row : batch) {
      longest = std::max(longest, lengths[row]);
      tokens += lengths[row];
    }
    padded += longest * static_cast<int64_t>(batch.size());
  }
  EXPECT_LT(static_cast<double>(padded) / tokens, 1.1);
}

}  // namespace
}  // namespace lingan::batch_order_test
