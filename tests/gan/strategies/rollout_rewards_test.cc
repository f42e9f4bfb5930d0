#include <gtest/gtest.h>

#include <lingan/gan/strategies/rollout_rewards.h>

#include <map>

#include "tests/gan/toy.h"

namespace lingan::rollout_rewards_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

Rewarder rewarder_of(const World& world) {
  return {*world.discriminator,
          {.of = [](const torch::Tensor& c) { return torch::sigmoid(c); }},
          engine::Precision::kFloat32};
}

/// Sentences of one, two and three tokens.
TokenBatch some_sentences() { return {3, 3, {2, 0, 0, 3, 2, 0, 4, 3, 4}, {1, 2, 3}}; }

std::vector<double> rewards_of(const World& world, const TokenBatch& batch) {
  const auto rewards = rewarder_of(world).rewards(hard_sentences(batch)).to(torch::kFloat64);
  return {rewards.const_data_ptr<double>(), rewards.const_data_ptr<double>() + rewards.numel()};
}

TEST(FinishedRewards, DiscountWhatTheSentenceIsWorth) {
  const World world = make_world({}, 0.0);
  const TokenBatch batch = some_sentences();
  const auto whole = rewards_of(world, batch);
  for (const double discount : {1.0, 0.5}) {
    const auto rewards = finished_rewards(hard_sentences(batch), discount, rewarder_of(world));
    for (int64_t row = 0; row < 3; ++row) {
      for (int64_t t = 1; t <= 3; ++t) {
        const int64_t length = batch.lengths[row];
        const double expected =
            t > length ? 0 : std::pow(discount, static_cast<double>(length - t)) * whole[row];
        EXPECT_NEAR(rewards[row][t - 1].item<double>(), expected, 1e-6) << row << " " << t;
      }
    }
  }
}

/// The mean reward of each prefix's completions, drawn by the same stream, and at the end the
/// sentence's own.
TEST(RolloutRewards, AreTheMeanRewardsOfTheCompletions) {
  const World world = make_world({}, 0.0);
  const TokenBatch batch = some_sentences();
  const auto rollouts = world.generator->rollouts(world.specials);
  engine::RolloutRequest request;
  request.rollouts = 5;
  request.stream = {9, Purpose::kRollout, 0};
  std::map<std::pair<int64_t, int64_t>, double> sums;
  rollouts->complete(batch, request, [&](const engine::Completions& completions) {
    const auto rewards = rewards_of(world, completions.tokens);
    for (int64_t row = 0; row < completions.tokens.rows; ++row) {
      sums[{completions.sentence(row), completions.prefix_length(row)}] += rewards[row];
    }
  });
  const auto whole = rewards_of(world, batch);
  const auto rewards =
      rollout_rewards(*rollouts, hard_sentences(batch), request, rewarder_of(world));
  for (int64_t row = 0; row < 3; ++row) {
    for (int64_t t = 1; t <= 3; ++t) {
      const int64_t length = batch.lengths[row];
      const double expected = t > length ? 0 : t == length ? whole[row] : sums[{row, t}] / 5;
      EXPECT_NEAR(rewards[row][t - 1].item<double>(), expected, 1e-5) << row << " " << t;
    }
  }
}

TEST(BeforeTheToken, IsTheRewardOfThePrefixWithoutIt) {
  const auto rewards = torch::tensor({{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}});
  const auto expected = torch::tensor({{9.0, 1.0, 2.0}, {9.0, 4.0, 5.0}});
  EXPECT_TRUE(torch::equal(before_the_token(rewards, torch::full({1, 1}, 9.0)), expected));
}

TEST(TokenMask, IsOneInsideASentence) {
  const auto mask = token_mask(to_sentences(some_sentences()));
  EXPECT_TRUE(
      torch::equal(mask, torch::tensor({{1, 0, 0}, {1, 1, 0}, {1, 1, 1}}).to(mask.dtype())));
}

}  // namespace
}  // namespace lingan::rollout_rewards_test
