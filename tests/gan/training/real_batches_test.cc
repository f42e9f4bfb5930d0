#include <lingan/gan/training/real_batches.h>

#include <gtest/gtest.h>

#include <algorithm>

#include <lingan/base/random_permutation.h>

#include "tests/gan/training/small_run.h"

namespace lingan::real_batches_test {
namespace {

TEST(RealBatches, CoverTheCorpusOnceInTheOrderOfItsNumber) {
  const TrainingState state(testing::small_recipe("gumbel-softmax"), testing::counting_data(), 11);
  const RealBatches batches(state, state.recipe.training.batch_size);
  const RandomPermutation order(64, {11, Purpose::kShuffle, kGeneratorOrders + 2});
  for (int64_t batch = 0; batch < 4; ++batch) {
    const TokenBatch rows = to_token_batch(batches.batch(kGeneratorOrders + 2, batch));
    std::vector<int64_t> numbers;
    for (int64_t i = 0; i < 16; ++i) {
      numbers.push_back(static_cast<int64_t>(order.at(static_cast<uint64_t>(batch * 16 + i))));
    }
    const TokenBatch expected = select_rows(state.data.train, numbers);
    EXPECT_EQ(rows.lengths, expected.lengths);
    for (int64_t row = 0; row < 16; ++row) {
      EXPECT_TRUE(std::ranges::equal(rows.row(row), expected.row(row)));
    }
  }
}

TEST(RealBatches, GoBackAndForthBetweenOrders) {
  const TrainingState state(testing::small_recipe("gumbel-softmax"), testing::counting_data(), 11);
  const RealBatches batches(state, state.recipe.training.batch_size);
  const auto first = batches.batch(kGeneratorOrders, 1).tokens.clone();
  EXPECT_FALSE(torch::equal(batches.batch(kDiscriminatorOrders, 1).tokens, first));
  EXPECT_TRUE(torch::equal(batches.batch(kGeneratorOrders, 1).tokens, first));
}

}  // namespace
}  // namespace lingan::real_batches_test
