#include <lingan/gan/strategies/binary_code_losses.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/model/finite_differences.h"

namespace lingan::binary_code_losses_test {
namespace {

Sentences sentences_of(const torch::Tensor& tokens, const torch::Tensor& lengths) {
  Sentences sentences;
  sentences.tokens = tokens;
  sentences.lengths = lengths;
  return sentences;
}

/// Words 1 and 2 stand in two of four sentences, 3 in one, 4 in all: ln 2, ln 4, 0. What follows a
/// sentence's end is none of its words.
TEST(BagOfWordsSimilarity, WeighsWordsByHowFewHaveThem) {
  const auto tokens = torch::tensor({{1, 2, 4}, {1, 4, 3}, {2, 2, 4}, {4, 3, 0}});
  const auto similarity =
      bag_of_words_similarity(sentences_of(tokens, torch::tensor({3, 3, 3, 1})), 5);
  const double l = std::log(2.0), root = std::sqrt(l * l + 4 * l * l);
  const auto expected = torch::tensor({{1.0, l / (std::sqrt(2.0) * root), 1 / std::sqrt(2.0), 0.0},
                                       {l / (std::sqrt(2.0) * root), 1.0, 0.0, 0.0},
                                       {1 / std::sqrt(2.0), 0.0, 1.0, 0.0},
                                       {0.0, 0.0, 0.0, 0.0}});
  EXPECT_LT((similarity - expected).abs().max().item<double>(), 1e-6) << similarity;
}

/// A chain 0 - 1 - 2 and a lone 3. The nearest of 0, 1 and 2 are 1, 0 and 1; the peer of 2 is 1,
/// whose nearest is 0.
TEST(NeighbourSigns, ReachTheNearestOfPeers) {
  const auto similarity = torch::tensor(
      {{1.0, 0.9, 0.0, 0.0}, {0.9, 1.0, 0.8, 0.0}, {0.0, 0.8, 1.0, 0.0}, {0.0, 0.0, 0.0, 1.0}});
  const auto signs = neighbour_signs(similarity, 1);
  const auto expected = torch::tensor({{1.0, 1.0, 1.0, -1.0},
                                       {1.0, 1.0, 1.0, -1.0},
                                       {1.0, 1.0, 1.0, -1.0},
                                       {-1.0, -1.0, -1.0, 1.0}});
  EXPECT_TRUE(torch::equal(signs, expected)) << signs;
  EXPECT_TRUE(torch::equal(neighbour_signs(similarity, 50), expected)) << "more than there are";
}

/// Of three codes (1, 1), (1, -1) and (1/2, 1): products over 2 are 1, 0, 3/4, 1, -1/4 and 5/8.
TEST(NeighbourhoodLoss, IsHalfTheMeanSquareByHand) {
  const auto codes = torch::tensor({{1.0, 1.0}, {1.0, -1.0}, {0.5, 1.0}});
  const auto signs = torch::tensor({{1.0, -1.0, 1.0}, {-1.0, 1.0, -1.0}, {1.0, -1.0, 1.0}});
  const double by_hand =
      (2 * (0 + 1) * (0 + 1) + 2 * 0.25 * 0.25 + 2 * 0.75 * 0.75 + 0.375 * 0.375) / 9 / 2;
  EXPECT_NEAR(neighbourhood_loss(codes, signs).item<double>(), by_hand, 1e-6);
}

/// Means of the bits are 1/2 and 0; their mean product is 0 for (1, 1), (1, -1), (-1, 1), (1, -1)
/// plus what follows: (1 - 1 - 1 - 1) / 4 = -1/2.
TEST(BalanceLoss, IsMeanSquaresByHand) {
  const auto codes = torch::tensor({{1.0, 1.0}, {1.0, -1.0}, {-1.0, 1.0}, {1.0, -1.0}});
  EXPECT_NEAR(balance_loss(codes).item<double>(), 0.25 / 2 + 0.25, 1e-6);
  const auto even = torch::tensor({{1.0, 1.0}, {1.0, -1.0}, {-1.0, 1.0}, {-1.0, -1.0}});
  EXPECT_NEAR(balance_loss(even).item<double>(), 0.0, 1e-12);
  EXPECT_NEAR(balance_loss(torch::ones({3, 4})).item<double>(), 2.0, 1e-6);
  EXPECT_NEAR(balance_loss(torch::ones({3, 1})).item<double>(), 1.0, 1e-6) << "no pair of bits";
}

TEST(BinaryCodeLosses, HaveTheGradientsOfFiniteDifferences) {
  const auto signs = 2 * torch::eye(4, torch::kFloat64) - 1;
  expect_gradient(
      [&](const std::vector<torch::Tensor>& z) {
        const auto codes = torch::tanh(3 * z[0]);
        return neighbourhood_loss(codes, signs) + balance_loss(codes);
      },
      {float64_leaf({4, 3}, 1)});
}

}  // namespace
}  // namespace lingan::binary_code_losses_test
