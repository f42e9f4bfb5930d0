#include <lingan/model/layers/token_pooling.h>

#include <gtest/gtest.h>

namespace lingan::token_pooling_test {
namespace {

TEST(TokenPooling, PassesOverPads) {
  const auto states = torch::tensor({{{1.0, -3.0}, {2.0, -1.0}, {9.0, 9.0}}});
  const auto pooled = maximum_and_mean(states, torch::tensor({2}, torch::kInt64), -10);
  EXPECT_TRUE(torch::equal(pooled, torch::tensor({{2.0, -1.0, 1.5, -2.0}})));
}

TEST(TokenPooling, SumsTheLeastAndTheMeanOfTokensAlone) {
  const auto values = torch::tensor({{1.0, -4.0, 9.0, -9.0}});
  EXPECT_TRUE(torch::equal(sum_minimum_and_mean(values, torch::tensor({3}, torch::kInt64)),
                           torch::tensor({{6.0, -4.0, 2.0}})));
}

TEST(TokenPooling, TakesSentencesWithoutLengthsForWhole) {
  Sentences sentences;
  EXPECT_TRUE(torch::equal(lengths_of(sentences, torch::zeros({2, 5, 3})),
                           torch::tensor({5, 5}, torch::kInt64)));
  sentences.lengths = torch::tensor({4, 1}, torch::kInt64);
  EXPECT_TRUE(lengths_of(sentences, torch::zeros({2, 5, 3})).is_same(sentences.lengths));
}

}  // namespace
}  // namespace lingan::token_pooling_test
