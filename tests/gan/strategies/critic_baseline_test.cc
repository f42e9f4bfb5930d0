#include <gtest/gtest.h>

#include <memory>
#include <string>

#include <lingan/gan/strategies/baseline.h>
#include <lingan/model/generators/critic.h>
#include <lingan/model/optimizers/optimizer.h>

#include "tests/gan/toy.h"

namespace lingan::critic_baseline_test {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

/// A critic that learns that every reward is 1.
struct CriticAtWork {
  World world = make_world({}, 0.0);
  std::unique_ptr<Baseline> baseline = make_baseline("critic", 0);
  std::shared_ptr<Critic> critic;
  std::unique_ptr<Optimizer> optimizer;

  explicit CriticAtWork(double average) {
    const auto networks = baseline->make_networks(*world.generator, {3, Purpose::kInitialize, 2});
    critic = std::dynamic_pointer_cast<Critic>(networks.at(std::string(kCritic)));
    optimizer = std::make_unique<Optimizer>(
        *critic, OptimizerOptions{.learning_rate = 0.2, .average = average});
  }
  torch::Tensor value() const {
    return baseline->value({.rewards = torch::ones_like(world.real.tokens, torch::kFloat32),
                            .mask = torch::ones_like(world.real.tokens, torch::kFloat32),
                            .tokens = world.real.tokens,
                            .optimizer = optimizer.get()});
  }
  torch::Tensor says() const { return critic->forward(world.real.tokens).detach(); }
};

TEST(CriticBaseline, IsWhatItsWeightsSayBeforeTheyLearn) {
  const CriticAtWork work(0.0);
  const auto before = work.says();
  EXPECT_TRUE(torch::equal(work.value(), before));
  EXPECT_FALSE(torch::equal(work.says(), before)) << "it learns from the rewards";
}

TEST(CriticBaseline, IsWhatTheAverageOfItsWeightsSays) {
  const CriticAtWork work(0.9);
  work.value();
  work.value();
  const auto of_weights = work.says();
  torch::Tensor of_average;
  {
    const AveragedWeights averaged(*work.optimizer);
    of_average = work.says();
  }
  ASSERT_FALSE(torch::allclose(of_weights, of_average, 1e-3, 1e-3)) << "the two must differ";
  EXPECT_TRUE(torch::equal(work.value(), of_average));
}

TEST(CriticBaseline, TellsItsMeanSquaredErrorBeforeItLearns) {
  const CriticAtWork work(0.0);
  const auto before = work.says();
  work.value();
  const auto error = torch::mse_loss(before, torch::ones_like(before));
  EXPECT_TRUE(torch::allclose(work.baseline->figures().at("critic-loss"), error));
}

/// The loss that it descends: squared errors over the tokens that there are.
TEST(CriticBaseline, LearnsFromTheTokensOfSentencesAlone) {
  const CriticAtWork work(0.0);
  const auto tokens = work.world.real.tokens;
  const auto rewards = torch::arange(tokens.numel(), torch::kFloat32).view(tokens.sizes());
  const auto mask = (torch::arange(tokens.numel()).view(tokens.sizes()) % 3 != 1).to(torch::kFloat);
  const auto errors = (work.says() - rewards).square();
  const double expected = ((errors * mask).sum() / mask.sum()).item<double>();
  const auto value = work.baseline->value(
      {.rewards = rewards, .mask = mask, .tokens = tokens, .optimizer = work.optimizer.get()});
  const auto loss = work.baseline->figures().at("critic-loss").item<double>();
  EXPECT_NEAR(loss, expected, 1e-4 * expected);
  EXPECT_FALSE(value.requires_grad()) << "the generator's step leaves the critic alone";
}

}  // namespace
}  // namespace lingan::critic_baseline_test
