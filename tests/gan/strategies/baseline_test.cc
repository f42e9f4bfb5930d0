#include <gtest/gtest.h>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/baseline.h>
#include <lingan/model/generators/critic.h>
#include <lingan/model/optimizers/optimizer.h>

#include "tests/gan/toy.h"

namespace lingan {
namespace {

using namespace lingan::testing;  // NOLINT(google-build-using-namespace)

const auto kRewards = [] { return torch::tensor({{1.0, 2.0}, {3.0, 0.0}, {5.0, 6.0}}); };
const auto kMask = [] { return torch::tensor({{1.0, 1.0}, {1.0, 0.0}, {1.0, 1.0}}); };

TEST(Baseline, BatchMeanIsTheMeanOfRowsThatHaveTheToken) {
  const auto value = make_baseline("batch-mean", 0)->value({kRewards(), kMask()});
  EXPECT_TRUE(torch::allclose(value.expand({3, 2}), torch::tensor({{3.0, 4.0}}).expand({3, 2})));
}

TEST(Baseline, LeaveOneOutIsTheMeanOfTheOthers) {
  const auto value = make_baseline("leave-one-out", 0)->value({kRewards(), kMask()}) * kMask();
  EXPECT_TRUE(torch::allclose(value, torch::tensor({{4.0, 6.0}, {3.0, 0.0}, {2.0, 2.0}})));
}

TEST(Baseline, LeaveOneOutOfALoneRowIsZero) {
  const auto value =
      make_baseline("leave-one-out", 0)->value({torch::ones({1, 2}), torch::ones({1, 2})});
  EXPECT_TRUE(torch::equal(value, torch::zeros({1, 2})));
}

TEST(Baseline, MovingAverageKnowsOnlyEarlierBatches) {
  const auto baseline = make_baseline("moving-average", 0.5);
  const auto mask = torch::ones({2, 2});
  EXPECT_EQ(baseline->value({torch::full({2, 2}, 4.0), mask}).item<float>(), 0.0F);
  EXPECT_NEAR(baseline->value({torch::full({2, 2}, 1.0), mask}).item<float>(), 4.0F, 1e-6);
  // (0.25 * 4 + 0.5 * 1) / 0.75
  EXPECT_NEAR(baseline->value({torch::zeros({2, 2}), mask}).item<float>(), 2.0F, 1e-6);
}

TEST(Baseline, MovingAverageGoesOnFromItsState) {
  const auto mask = torch::ones({1, 1});
  const auto first = make_baseline("moving-average", 0.9);
  first->value({torch::full({1, 1}, 4.0), mask});
  const auto second = make_baseline("moving-average", 0.9);
  second->restore(first->state());
  EXPECT_EQ(second->value({mask, mask}).item<float>(), first->value({mask, mask}).item<float>());
  EXPECT_THROW(second->restore({}), InputError);
}

TEST(Baseline, PrefixIsWhatTheSentenceIsWorthBeforeTheToken) {
  const auto value = make_baseline("prefix", 0)->value({kRewards(), kMask()}) * kMask();
  EXPECT_TRUE(torch::allclose(value, torch::tensor({{4.0, 1.0}, {3.0, 0.0}, {2.0, 5.0}})));
}

TEST(Baseline, SelfCriticalIsTheRewardOfTheLikeliestSentence) {
  const auto value = make_baseline("self-critical", 0)->value({kRewards(), kMask(), [] {
                                                                 return torch::tensor({2.5});
                                                               }});
  EXPECT_TRUE(torch::equal(value, torch::full({1, 1}, 2.5)));
}

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

TEST(Baseline, CriticIsWhatItsWeightsSayBeforeTheyLearn) {
  const CriticAtWork work(0.0);
  const auto before = work.says();
  EXPECT_TRUE(torch::equal(work.value(), before));
  EXPECT_FALSE(torch::equal(work.says(), before)) << "it learns from the rewards";
}

TEST(Baseline, CriticTellsItsMeanSquaredErrorBeforeItLearns) {
  const CriticAtWork work(0.0);
  const auto before = work.says();
  work.value();
  const auto error = torch::mse_loss(before, torch::ones_like(before));
  EXPECT_TRUE(torch::allclose(work.baseline->figures().at("critic-loss"), error));
}

TEST(Baseline, CriticIsWhatTheAverageOfItsWeightsSays) {
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

TEST(Baseline, RefusesUnknownNames) { EXPECT_THROW(make_baseline("critics", 0), UsageError); }

}  // namespace
}  // namespace lingan
