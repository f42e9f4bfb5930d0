#include <lingan/model/layers/locked_dropout.h>

#include <gtest/gtest.h>

namespace lingan::locked_dropout_test {
namespace {

double mean_of(const torch::Tensor& values) { return values.mean().item<double>(); }

TEST(LockedDropout, LeavesOutTheSameEntriesAtAllPositions) {
  torch::manual_seed(1);
  const torch::Tensor dropped = locked_dropout(torch::ones({200, 5, 100}), 0.3);
  for (int64_t t = 1; t < 5; ++t) {
    EXPECT_TRUE(torch::equal(dropped.select(1, t), dropped.select(1, 0))) << t;
  }
  EXPECT_NEAR(mean_of((dropped == 0).to(torch::kFloat64)), 0.3, 0.01);
  EXPECT_NEAR(mean_of(dropped), 1.0, 0.01) << "the mean stays";
  EXPECT_FALSE(torch::equal(dropped[0], dropped[1])) << "each sentence has a mask of its own";
}

TEST(LockedDropout, KeepsValuesAndGradients) {
  const torch::Tensor values = torch::rand({3, 4, 5}).requires_grad_();
  EXPECT_TRUE(locked_dropout(values, 0.0).is_same(values));
  EXPECT_TRUE(word_dropout(values, 0.0).is_same(values));
  torch::manual_seed(2);
  const torch::Tensor dropped = locked_dropout(values, 0.5);
  dropped.sum().backward();
  EXPECT_TRUE(torch::allclose(dropped, values * values.grad()));
}

TEST(WordDropout, LeavesOutWholeWords) {
  torch::manual_seed(1);
  const torch::Tensor dropped = word_dropout(torch::full({200, 50, 3}, 2.0), 0.1);
  const torch::Tensor first = dropped.select(2, 0);
  for (int64_t i = 1; i < 3; ++i) EXPECT_TRUE(torch::equal(dropped.select(2, i), first)) << i;
  EXPECT_NEAR(mean_of((first == 0).to(torch::kFloat64)), 0.1, 0.01);
  EXPECT_TRUE(((first == 0) | (first == 2)).all().item<bool>()) << "the others stay as they are";
}

}  // namespace
}  // namespace lingan::locked_dropout_test
