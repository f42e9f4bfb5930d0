#include <lingan/gan/strategies/shuffled_rewards.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace lingan::shuffled_rewards_test {
namespace {

constexpr int64_t kRows = 40, kWidth = 5;

/// Sentences of one to five tokens.
torch::Tensor mask() {
  const auto lengths = torch::arange(kRows) % kWidth + 1;
  return (torch::arange(kWidth).unsqueeze(0) < lengths.unsqueeze(1)).to(torch::kFloat32);
}

/// Rewards that tell their row: 100 row + position, 0 after the end.
torch::Tensor rewards() {
  return (100 * torch::arange(kRows).unsqueeze(1) + torch::arange(kWidth).unsqueeze(0)) * mask();
}

torch::Tensor shuffled(uint32_t step = 1) {
  return shuffled_rewards(rewards(), mask(), {7, Purpose::kShuffledRewards, step}) * mask();
}

/// What the rows with a token at a position have there, sorted.
std::vector<float> column(const torch::Tensor& values, int64_t position) {
  std::vector<float> result;
  for (int64_t row = 0; row < kRows; ++row) {
    if (mask()[row][position].item<float>() > 0) {
      result.push_back(values[row][position].item<float>());
    }
  }
  std::sort(result.begin(), result.end());
  return result;
}

TEST(ShuffledRewards, HaveEveryPositionsRewardsAmongTheRowsThatHaveATokenThere) {
  for (int64_t position = 0; position < kWidth; ++position) {
    EXPECT_EQ(column(shuffled(), position), column(rewards(), position)) << position;
  }
}

TEST(ShuffledRewards, AreAnothersForAlmostEveryRow) {
  const auto stay = ((shuffled() == rewards()) * mask()).sum(0);  // one of them on average
  for (int64_t position = 0; position < kWidth; ++position) {
    EXPECT_LE(stay[position].item<float>(), 5) << position;
  }
}

TEST(ShuffledRewards, GiveASentenceAnothersWholeWhereLengthsAreEqual) {
  const auto all = torch::ones({kRows, kWidth});
  const auto told = rewards() + 100 * torch::arange(kRows).unsqueeze(1) * (1 - mask());
  const auto dealt = shuffled_rewards(told, all, {7, Purpose::kShuffledRewards, 1});
  const auto giver = torch::floor(dealt / 100);
  EXPECT_TRUE(torch::equal(giver, giver.narrow(1, 0, 1).expand_as(giver)));
}

TEST(ShuffledRewards, AreTheSameForTheSameStepAndOthersForAnother) {
  EXPECT_TRUE(torch::equal(shuffled(1), shuffled(1)));
  EXPECT_FALSE(torch::equal(shuffled(1), shuffled(2)));
}

}  // namespace
}  // namespace lingan::shuffled_rewards_test
