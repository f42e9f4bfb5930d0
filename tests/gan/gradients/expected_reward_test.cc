#include <lingan/gan/gradients/expected_reward.h>

#include <gtest/gtest.h>

#include <lingan/gan/gradients/sampled_estimate.h>

#include "tests/gan/toy.h"

namespace lingan::expected_reward_test {
namespace {

/// Hard tokens and the same as one-hot rows, by the engine and by the module.
TEST(ExpectedReward, IsOneFunctionOfHardAndRelaxedSentences) {
  for (const char* objective : {"non-saturating", "relativistic-average", "mmd"}) {
    const testing::World world = testing::make_world(testing::kNoEos, 0, objective);
    const StepContext context = world.context(0, 6);
    world.discriminator->eval();
    for (const char* name : {"objective", "probability"}) {
      if (name == std::string("probability") && objective != std::string("non-saturating"))
        continue;
      const ExpectedReward reward(context, {.reward = name});
      const HardSentences hard = hard_sentences(testing::enumerate(world));
      Sentences relaxed;
      relaxed.one_hot = torch::one_hot(hard.sentences.tokens, 3).to(torch::kFloat32);
      relaxed.lengths = hard.sentences.lengths;
      const auto expected = reward.rewarder().rewards(hard);
      EXPECT_TRUE(torch::allclose(reward.of(hard.sentences), expected, 1e-4, 1e-5)) << objective;
      EXPECT_TRUE(torch::allclose(reward.of(relaxed), expected, 1e-4, 1e-5)) << objective;
    }
  }
}

TEST(ExpectedReward, IsTheRecipes) {
  const RewardOptions of_seqgan = reward_of(load_recipe("seqgan"));
  EXPECT_EQ(of_seqgan.reward, "probability");
  EXPECT_EQ(reward_of(load_recipe("gsgan")).reward, "objective");
}

}  // namespace
}  // namespace lingan::expected_reward_test
