#include <gtest/gtest.h>

#include <lingan/gan/strategies/rewarder.h>

#include "tests/gan/toy.h"

namespace lingan {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

Rewarder rewarder_of(const World& world) {
  return {*world.discriminator, *world.objective, world.real, engine::Precision::kFloat32};
}

/// What the objective says of sentences one at a time.
std::vector<double> one_by_one(const World& world, const TokenBatch& batch) {
  std::vector<double> rewards;
  for (int64_t row = 0; row < batch.rows; ++row) {
    const std::vector<int64_t> rows = {row};
    const Sentences one = to_sentences(select_rows(batch, rows));
    rewards.push_back(
        world.objective->reward(*world.discriminator, world.real, one).item<double>());
  }
  return rewards;
}

void expect_rewards(const torch::Tensor& actual, const std::vector<double>& expected) {
  ASSERT_EQ(actual.numel(), static_cast<int64_t>(expected.size()));
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(actual[static_cast<int64_t>(i)].item<double>(), expected[i], 1e-5) << i;
  }
}

TEST(Rewarder, RewardsEverySentenceAsTheObjectiveDoes) {
  for (const char* objective : {"non-saturating", "relativistic", "hinge"}) {
    const World world = make_world({}, 0.0, objective);
    const TokenBatch all = enumerate(world);
    const Rewarder rewarder = rewarder_of(world);
    EXPECT_TRUE(rewarder.rewards_each_alone());
    expect_rewards(rewarder.rewards(hard_sentences(all)), one_by_one(world, all));
  }
}

/// A reward by features compares with the other sentences of the call.
TEST(Rewarder, RewardsByFeaturesTogether) {
  const World world = make_world({}, 0.0, "mmd");
  const TokenBatch all = enumerate(world);
  const Rewarder rewarder = rewarder_of(world);
  EXPECT_FALSE(rewarder.rewards_each_alone());
  const auto expected =
      world.objective->reward(*world.discriminator, world.real, to_sentences(all));
  EXPECT_TRUE(torch::allclose(rewarder.rewards(hard_sentences(all)), expected, 1e-5, 1e-6));
}

TEST(Rewarder, RewardsTheRowsOfCompletionsThatAreAskedFor) {
  const World world = make_world(kNoEos, 0.0);
  const TokenBatch all = enumerate(world);
  engine::RolloutRequest request;
  request.rollouts = 2;
  request.stream = {9, Purpose::kRollout, 0};
  const Rewarder rewarder = rewarder_of(world);
  int64_t compared = 0;
  world.generator->rollouts(world.specials)
      ->complete(all, request, [&](const engine::Completions& completions) {
        std::vector<int64_t> rows;
        for (int64_t row = 1; row < completions.tokens.rows; row += 3) rows.push_back(row);
        expect_rewards(rewarder.rewards(completions, rows),
                       one_by_one(world, select_rows(completions.tokens, rows)));
        compared += static_cast<int64_t>(rows.size());
      });
  EXPECT_GT(compared, 10);
}

}  // namespace
}  // namespace lingan
