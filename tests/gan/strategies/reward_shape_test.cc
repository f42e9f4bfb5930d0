#include <lingan/gan/strategies/reward_shape.h>

#include <gtest/gtest.h>

#include <cmath>

namespace lingan::reward_shape_test {
namespace {

// Sentences of one, two and three tokens.
const auto kMask = [] {
  return torch::tensor({{1.0, 0.0, 0.0}, {1.0, 1.0, 0.0}, {1.0, 1.0, 1.0}});
};
const auto kRewards = [] {
  return torch::tensor({{1.0, 0.0, 0.0}, {3.0, 2.0, 0.0}, {2.0, 6.0, 5.0}});
};

torch::Tensor shaped(const char* name, double steepness = 16) {
  return make_reward_shape(name, steepness)(kRewards(), kMask()) * kMask();
}

TEST(RewardShape, OfNoneLeavesRewardsAsTheyAre) {
  EXPECT_TRUE(torch::equal(shaped("none"), kRewards()));
}

TEST(RewardShape, NormalisedIsTheShareOfTheSentencesOfTheBatch) {
  const double sum = 1 + 2 + 5;  // of whole sentences
  EXPECT_TRUE(torch::allclose(shaped("normalised"), kRewards() / sum));
}

double sigma(double x) { return 1 / (1 + std::exp(-x)); }

/// sigma(delta (0.5 - rank / n)), rank 1 being the highest: the formula of LeakGAN's paper.
TEST(RewardShape, OfRanksIsLeakGansActivation) {
  const auto of = [](int rank, int n) { return sigma(12 * (0.5 - static_cast<double>(rank) / n)); };
  const auto expected = torch::tensor(
      {{of(3, 3), 0.0, 0.0}, {of(1, 3), of(2, 2), 0.0}, {of(2, 3), of(1, 2), of(1, 1)}});
  EXPECT_TRUE(torch::allclose(shaped("rank", 12), expected.to(torch::kFloat32)));
}

TEST(RewardShape, OfRanksGivesEqualRewardsEqualValues) {
  const auto rewards = torch::tensor({{2.0}, {7.0}, {2.0}, {2.0}});
  const auto values = make_reward_shape("rank", 4)(rewards, torch::ones({4, 1})).flatten();
  const double low = sigma(4 * (1.0 / 4 - 0.5)), high = sigma(4 * (3.0 / 4 - 0.5));
  EXPECT_TRUE(torch::allclose(values, torch::tensor({low, high, low, low}).to(torch::kFloat32)));
}

TEST(RewardShape, ImportanceIsTheRatioToWhatThePrefixWasWorth) {
  const auto expected =
      torch::tensor({{0.5, 0.0, 0.0}, {1.5, 2.0 / 3, 0.0}, {1.0, 3.0, 5.0 / 6}});  // <Q(1)> = 2
  EXPECT_TRUE(torch::allclose(shaped("importance"), expected.to(torch::kFloat32)));
}

/// With exact Q its mean over the next token is 1: p(y_t | y_<t) Q(t) / Q(t - 1) is a distribution.
TEST(RewardShape, ImportanceTurnsTheNextTokensProbabilitiesIntoAnotherDistribution) {
  const double p[] = {0.2, 0.5, 0.3}, worth[] = {4.0, 1.0, 0.25};
  double before = 0;
  for (int y = 0; y < 3; ++y) before += p[y] * worth[y];
  torch::Tensor rewards = torch::zeros({3, 2}, torch::kFloat64);
  for (int y = 0; y < 3; ++y) {
    rewards[y][0] = before;
    rewards[y][1] = worth[y];
  }
  const auto mask = torch::ones_like(rewards);
  const auto weights = make_reward_shape("importance", 1)(rewards, mask);
  double sum = 0;
  for (int y = 0; y < 3; ++y) sum += p[y] * weights[y][1].item<double>();
  EXPECT_NEAR(sum, 1, 1e-12);
  EXPECT_NEAR(weights[0][0].item<double>(), 1, 1e-12);
}

}  // namespace
}  // namespace lingan::reward_shape_test
