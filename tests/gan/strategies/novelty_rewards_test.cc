#include <lingan/gan/strategies/novelty_rewards.h>

#include <gtest/gtest.h>

#include <string>

#include "tests/gan/toy.h"
#include "tests/model/finite_differences.h"

namespace lingan::novelty_rewards_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

TEST(Novelty, IsMinusTheLogarithmOfEveryWordsProbability) {
  World world = make_world({}, 0.0);
  const auto words = novelty(*world.generator, world.real);
  const auto whole = log_probability(world, to_token_batch(world.real));
  EXPECT_TRUE(torch::allclose(-words.sum(1), whole, 1e-4, 1e-5));
  EXPECT_EQ(words[0][2].item<float>(), 0) << "after the end of a sentence of two tokens";
  EXPECT_FALSE(words.requires_grad());
}

/// A sentence of three words and one of two.
const torch::Tensor kNovelty = torch::tensor({{1.0F, 2.0F, 6.0F}, {4.0F, 2.0F, 0.0F}});
const torch::Tensor kMask = torch::tensor({{1.0F, 1.0F, 1.0F}, {1.0F, 1.0F, 0.0F}});

torch::Tensor rewards(const std::string& level, double bound, double discount) {
  return novelty_rewards(kNovelty, kMask,
                         {.level = level, .reward_bound = bound, .discount = discount});
}

// Means 3 and 3; all sums by hand.
TEST(NoveltyRewards, AreSumsOfWhatIsStillToCome) {
  EXPECT_TRUE(torch::allclose(rewards("word", 0, 1),
                              torch::tensor({{9.0F, 8.0F, 6.0F}, {6.0F, 2.0F, 0.0F}})));
  EXPECT_TRUE(torch::allclose(rewards("sentence", 0, 1),
                              torch::tensor({{9.0F, 6.0F, 3.0F}, {6.0F, 3.0F, 0.0F}})));
  EXPECT_TRUE(torch::allclose(rewards("word-and-sentence", 0, 1),
                              torch::tensor({{27.0F, 24.0F, 18.0F}, {18.0F, 6.0F, 0.0F}})));
  EXPECT_TRUE(torch::allclose(rewards("word", 0, 0.5),
                              torch::tensor({{3.5F, 5.0F, 6.0F}, {5.0F, 2.0F, 0.0F}})));
}

// Cut to 3: words 1, 2, 3 with the mean 2, and 3, 2 with the mean 2.5.
TEST(NoveltyRewards, AreOfWordsThatAreCut) {
  EXPECT_TRUE(torch::allclose(rewards("word-and-sentence", 3, 1),
                              torch::tensor({{12.0F, 10.0F, 6.0F}, {12.5F, 5.0F, 0.0F}})));
}

/// The mean over sentences of -ln p over the number of words, of whole sentences.
torch::Tensor mean_of(const World& world, const Sentences& sentences) {
  const auto lengths = sentences.lengths.to(torch::kFloat64);
  return (-log_probability(world, to_token_batch(sentences)) / lengths).mean();
}

TEST(NoveltyLoss, LearnsFakesAndUnlearnsTheText) {
  World world = make_world({}, 0.0);
  world.generator->to(torch::kFloat64);
  world.generator->eval();
  const Sentences fakes = to_sentences(enumerate(world));
  const auto loss = [&] { return novelty_loss(*world.generator, world.real, fakes, 0.3); };
  const auto expected = mean_of(world, fakes) - 0.3 * mean_of(world, world.real);
  EXPECT_NEAR(loss().item<double>(), expected.item<double>(), 1e-6);
  const auto weights = world.generator->parameters();
  expect_gradient([&](const std::vector<torch::Tensor>&) { return loss(); },
                  {weights.front(), weights.back()});
}

}  // namespace
}  // namespace lingan::novelty_rewards_test
