#include <lingan/model/optimizers/optimizer.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <torch/nn/utils/clip_grad.h>

#include <lingan/base/error.h>

namespace lingan::optimizer_test {
namespace {

/// Two weights, and a quadratic that pulls them to 1.
struct Problem : torch::nn::Module {
  Problem()
      : a(register_parameter("a", torch::tensor({3.0f, -2.0f}))),
        b(register_parameter("b", torch::tensor({{5.0f}}))) {}

  void backward() { ((a - 1).square().sum() + (b - 1).square().sum()).backward(); }

  void step(Optimizer& optimizer, double progress = 0.0) {
    optimizer.zero_grad();
    backward();
    optimizer.step(progress);
  }

  void copy_weights(const Problem& other) {
    const torch::NoGradGuard no_gradient;
    a.copy_(other.a);
    b.copy_(other.b);
  }

  torch::Tensor a, b;
};

OptimizerOptions options() {
  OptimizerOptions options;
  options.learning_rate = 0.1;
  options.schedule = "cosine";
  options.warmup_steps = 3;
  options.beta1 = 0.8;
  options.weight_decay = 0.2;
  options.gradient_clip = 4.0;
  return options;
}

TEST(Optimizer, TakesTheStepsOfTorchAtTheRatesOfItsSchedule) {
  Problem ours, theirs;
  Optimizer optimizer(ours, options());
  torch::optim::AdamW adam(theirs.parameters(),
                           torch::optim::AdamWOptions(0.1).betas({0.8, 0.999}).weight_decay(0.2));
  for (int step = 0; step < 8; ++step) {
    ours.step(optimizer, step / 8.0);
    adam.zero_grad();
    theirs.backward();
    torch::nn::utils::clip_grad_norm_(theirs.parameters(), 4.0);
    adam.param_groups()[0].options().set_lr(learning_rate(options(), step, step / 8.0));
    adam.step();
    EXPECT_TRUE(torch::allclose(ours.a, theirs.a, 1e-5, 1e-6)) << step;
    EXPECT_TRUE(torch::allclose(ours.b, theirs.b, 1e-5, 1e-6)) << step;
  }
}

TEST(Optimizer, AveragesTheWeightsAfterEachStep) {
  OptimizerOptions averaging = options();
  averaging.average = 0.4;
  Problem problem;
  Optimizer optimizer(problem, averaging);
  torch::Tensor average;
  for (int step = 1; step <= 20; ++step) {
    problem.step(optimizer);
    const double decay = std::min(0.4, (1.0 + step) / (10.0 + step));
    const torch::Tensor weight = problem.a.detach().clone();
    average = step == 1 ? weight : decay * average + (1 - decay) * weight;
    {
      const AveragedWeights averaged(optimizer);
      EXPECT_TRUE(torch::allclose(problem.a, average)) << step;
    }
    EXPECT_TRUE(torch::equal(problem.a, weight)) << step;
  }
  EXPECT_FALSE(torch::allclose(problem.a, average));
}

TEST(Optimizer, HasNoAverageUnlessAskedFor) {
  Problem problem;
  Optimizer optimizer(problem, options());
  problem.step(optimizer);
  const torch::Tensor weight = problem.a.detach().clone();
  const AveragedWeights averaged(optimizer);
  EXPECT_TRUE(torch::equal(problem.a, weight));
}

/// The steps of torch down the loss with c |theta - h|^2 written out, h the mean over earlier
/// steps.
TEST(Optimizer, PullsTheWeightsToTheMeanOfThoseOfThePast) {
  OptimizerOptions pulling = options();
  pulling.historical_averaging = 0.7;
  Problem ours, theirs;
  Optimizer optimizer(ours, pulling);
  torch::optim::AdamW adam(theirs.parameters(),
                           torch::optim::AdamWOptions(0.1).betas({0.8, 0.999}).weight_decay(0.2));
  torch::Tensor sum_of_a = torch::zeros_like(ours.a), sum_of_b = torch::zeros_like(ours.b);
  for (int step = 0; step < 8; ++step) {
    ours.step(optimizer, step / 8.0);
    adam.zero_grad();
    theirs.backward();
    if (step > 0) {
      const auto from_a = theirs.a - sum_of_a / step, from_b = theirs.b - sum_of_b / step;
      (0.7 * (from_a.square().sum() + from_b.square().sum())).backward();
    }
    sum_of_a += theirs.a.detach();
    sum_of_b += theirs.b.detach();
    torch::nn::utils::clip_grad_norm_(theirs.parameters(), 4.0);
    adam.param_groups()[0].options().set_lr(learning_rate(options(), step, step / 8.0));
    adam.step();
    EXPECT_TRUE(torch::allclose(ours.a, theirs.a, 1e-5, 1e-6)) << step;
    EXPECT_TRUE(torch::allclose(ours.b, theirs.b, 1e-5, 1e-6)) << step;
  }
}

/// 2 theta_{k+1} - theta_k, and nothing before the first step.
TEST(Optimizer, PredictsThatTheLastStepIsTakenAgain) {
  Problem problem;
  Optimizer optimizer(problem, options());
  optimizer.keep_last_step();
  {
    const PredictedWeights predicted(optimizer);
    EXPECT_TRUE(torch::equal(problem.b, Problem().b));
  }
  for (int step = 0; step < 3; ++step) {
    const torch::Tensor before = problem.a.detach().clone();
    problem.step(optimizer);
    const torch::Tensor after = problem.a.detach().clone();
    {
      const PredictedWeights predicted(optimizer);
      EXPECT_TRUE(torch::allclose(problem.a, 2 * after - before, 1e-6, 1e-7)) << step;
      EXPECT_FALSE(torch::equal(problem.a, after)) << step;
    }
    EXPECT_TRUE(torch::equal(problem.a, after)) << step;
  }
}

TEST(Optimizer, PredictsNothingUnlessAskedTo) {
  Problem problem;
  Optimizer optimizer(problem, options());
  problem.step(optimizer);
  const torch::Tensor weight = problem.a.detach().clone();
  const PredictedWeights predicted(optimizer);
  EXPECT_TRUE(torch::equal(problem.a, weight));
}

TEST(Optimizer, ContinuesWithAllThatItKeepsOfThePast) {
  OptimizerOptions pulling = options();
  pulling.historical_averaging = 0.7;
  Problem whole, resumed;
  Optimizer optimizer(whole, pulling), again(resumed, pulling);
  for (Optimizer* each : {&optimizer, &again}) each->keep_last_step();
  for (int i = 0; i < 3; ++i) whole.step(optimizer);
  resumed.step(again);  // replaced
  TensorFile file;
  optimizer.save("adam.", file);
  EXPECT_EQ(file.tensors.size(), 10U);
  resumed.copy_weights(whole);
  again.restore("adam.", file);
  {
    const PredictedWeights ours(optimizer), theirs(again);
    EXPECT_TRUE(torch::equal(whole.a, resumed.a));
  }
  for (int i = 0; i < 4; ++i) {
    whole.step(optimizer);
    resumed.step(again);
    EXPECT_TRUE(torch::equal(whole.a, resumed.a)) << i;
    EXPECT_TRUE(torch::equal(whole.b, resumed.b)) << i;
  }
  file.tensors.erase("adam.1.history");
  EXPECT_THROW(again.restore("adam.", file), InputError);
}

TEST(Optimizer, ContinuesAsIfItHadNeverStopped) {
  OptimizerOptions averaging = options();
  averaging.average = 0.9;
  Problem whole;
  Optimizer optimizer(whole, averaging);
  for (int i = 0; i < 2; ++i) whole.step(optimizer);  // inside the warm-up
  TensorFile file;
  optimizer.save("adam.", file);
  EXPECT_EQ(file.tensors.size(), 8U);
  EXPECT_EQ(file.tensors.at("adam.0.step").item<int64_t>(), 2);
  EXPECT_EQ(file.tensors.at("adam.1.exp_avg").sizes(), whole.b.sizes());
  Problem resumed;
  Optimizer again(resumed, averaging);
  resumed.step(again);  // replaced
  resumed.copy_weights(whole);
  again.restore("adam.", file);
  for (int i = 0; i < 5; ++i) {
    whole.step(optimizer);
    resumed.step(again);
    EXPECT_TRUE(torch::equal(whole.a, resumed.a)) << i;
    EXPECT_TRUE(torch::equal(whole.b, resumed.b)) << i;
  }
  const AveragedWeights ours(optimizer), theirs(again);
  EXPECT_TRUE(torch::equal(whole.a, resumed.a));
}

TEST(Optimizer, SavesNothingBeforeItsFirstStep) {
  Problem fresh, stepped;
  TensorFile file;
  Optimizer(fresh, options()).save("adam.", file);
  EXPECT_TRUE(file.tensors.empty());
  Optimizer optimizer(stepped, options()), never(fresh, options());
  stepped.step(optimizer);
  optimizer.restore("adam.", file);
  stepped.copy_weights(fresh);
  stepped.step(optimizer);
  fresh.step(never);
  EXPECT_TRUE(torch::equal(stepped.a, fresh.a)) << "as if it had not stepped";
}

TEST(Optimizer, RefusesTensorsOfAnotherShape) {
  Problem problem;
  Optimizer optimizer(problem, options());
  problem.step(optimizer);
  TensorFile file;
  optimizer.save("adam.", file);
  file.tensors["adam.0.exp_avg_sq"] = torch::zeros({3});
  try {
    optimizer.restore("adam.", file);
    FAIL() << "no exception";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), ::testing::HasSubstr("adam.0.exp_avg_sq"));
  }
}

}  // namespace
}  // namespace lingan::optimizer_test
