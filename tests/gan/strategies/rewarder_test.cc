#include <gtest/gtest.h>

#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/rewarder.h>

#include "tests/gan/toy.h"

namespace lingan::rewarder_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// What the world's objective rewards.
SentenceValue reward_of(const World& world) {
  return make_reward("objective", {.discriminator = *world.discriminator,
                                   .objective = *world.objective,
                                   .real = world.real,
                                   .fakes = [&] { return to_sentences(enumerate(world)); },
                                   .log_ratio_bound = 1});
}

Rewarder rewarder_of(const World& world) {
  return {*world.discriminator, reward_of(world), engine::Precision::kFloat32};
}

/// The rewards of sentences one at a time, by D itself.
std::vector<double> one_by_one(const World& world, const TokenBatch& batch) {
  const torch::NoGradGuard no_gradient;
  const SentenceValue reward = reward_of(world);
  Discriminator& d = *world.discriminator;
  std::vector<double> rewards;
  for (int64_t row = 0; row < batch.rows; ++row) {
    const Sentences one = to_sentences(select_rows(batch, std::vector<int64_t>{row}));
    rewards.push_back(reward(reward.by_features ? d.features(one) : d.logits(one)).item<double>());
  }
  return rewards;
}

void expect_rewards(const torch::Tensor& actual, const std::vector<double>& expected) {
  ASSERT_EQ(actual.numel(), static_cast<int64_t>(expected.size()));
  for (size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(actual[static_cast<int64_t>(i)].item<double>(), expected[i], 1e-5) << i;
  }
}

class RewarderOf : public ::testing::TestWithParam<const char*> {};

TEST_P(RewarderOf, RewardsASentenceTheSameAloneAndAmongOthers) {
  const World world = make_world({}, 0.0, GetParam());
  const TokenBatch all = enumerate(world);
  const Rewarder rewarder = rewarder_of(world);
  const auto expected = one_by_one(world, all);
  expect_rewards(rewarder.rewards(hard_sentences(all)), expected);
  std::vector<int64_t> many(1024, 3);
  many[700] = 5;
  const auto among = rewarder.rewards(hard_sentences(select_rows(all, many)));
  expect_rewards(among.narrow(0, 699, 2), {expected[3], expected[5]});
}

TEST_P(RewarderOf, RewardsTheRowsOfCompletionsThatAreAskedFor) {
  const World world = make_world(kNoEos, 0.0, GetParam());
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

INSTANTIATE_TEST_SUITE_P(Objectives, RewarderOf,
                         ::testing::Values("non-saturating", "relativistic", "hinge", "mmd",
                                           "ranking"),
                         [](const auto& info) {
                           std::string name = info.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace lingan::rewarder_test
