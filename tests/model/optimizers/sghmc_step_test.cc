#include <lingan/model/optimizers/sghmc_step.h>

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

#include <lingan/model/optimizers/optimizer.h>

namespace lingan::sghmc_step_test {
namespace {

/// Many weights, each of which the loss k theta^2 / 2 pulls to 0.
struct Springs : torch::nn::Module {
  explicit Springs(int64_t count)
      : at(register_parameter("at", torch::zeros({count}, torch::kFloat32))) {}

  void step(Optimizer& optimizer, double stiffness) {
    optimizer.zero_grad();
    (0.5 * stiffness * at.square()).sum().backward();
    optimizer.step(0.0);
  }

  torch::Tensor at;
};

OptimizerOptions options(double temperature) {
  OptimizerOptions options;
  options.rule = "sghmc";
  options.learning_rate = 0.01;
  options.friction = 0.2;
  options.temperature = temperature;
  return options;
}

TEST(SghmcStep, IsDescentWithMomentumAtTemperatureZero) {
  torch::Tensor weight = torch::tensor({2.0f, -1.0f}).requires_grad_();
  weight.mutable_grad() = torch::tensor({3.0f, 4.0f});  // norm 5, cut to 1
  const torch::Tensor velocity = torch::tensor({0.5f, 0.0f});
  const auto norm = sghmc_step({weight}, {velocity},
                               {.rate = 0.1,
                                .friction = 0.25,
                                .temperature = 0.0,
                                .weight_decay = 0.5,
                                .gradient_clip = 1.0},
                               {}, 0);
  EXPECT_NEAR(norm.item<double>(), 5.0, 1e-12);
  // .75 * .5 - .1 (.6 + .5 * 2), and -.1 (.8 - .5)
  EXPECT_TRUE(torch::allclose(velocity, torch::tensor({0.215f, -0.03f}), 1e-5, 1e-6));
  EXPECT_TRUE(torch::allclose(weight, torch::tensor({2.215f, -1.03f}), 1e-5, 1e-6));
}

TEST(SghmcStep, ChangesNothingWhereTheGradientIsNotFinite) {
  torch::Tensor weight = torch::tensor({2.0f}).requires_grad_();
  weight.mutable_grad() = torch::tensor({std::numeric_limits<float>::quiet_NaN()});
  const torch::Tensor velocity = torch::tensor({0.5f});
  sghmc_step({weight}, {velocity}, {0.1, 0.2, 1.0, 0.0, 0.0}, {}, 0);
  EXPECT_EQ(weight.item<float>(), 2.0f);
  EXPECT_EQ(velocity.item<float>(), 0.5f);
}

/// Covariances of (theta, v) by the recursion of a step, as [theta theta, theta v, v v].
std::array<double, 3> covariances(const OptimizerOptions& options, double stiffness, int steps) {
  double tt = 0, tv = 0, vv = 0;
  const double keep = 1 - options.friction, pull = options.learning_rate * stiffness;
  const double noise = 2 * options.friction * options.learning_rate * options.temperature;
  for (int step = 0; step < steps; ++step) {
    const double next_vv = keep * keep * vv - 2 * keep * pull * tv + pull * pull * tt + noise;
    const double cross = keep * tv - pull * tt;  // of theta and the next v
    const double next_tt = tt + 2 * cross + next_vv;
    tv = cross + next_vv;
    tt = next_tt;
    vv = next_vv;
  }
  return {tt, tv, vv};
}

/// Of exp(-k theta^2 / (2 tau)): a normal distribution of variance tau / k.
TEST(SghmcStep, DrawsWeightsFromThePosterior) {
  constexpr double kTemperature = 0.5, kStiffness = 2.0;
  Springs springs(10000);
  Optimizer optimizer(springs, options(kTemperature), {.seed = 5, .purpose = Purpose::kPosterior});
  for (int step = 0; step < 400; ++step) springs.step(optimizer, kStiffness);
  const double variance = springs.at.detach().square().mean().item<double>();
  const double expected = covariances(optimizer.options(), kStiffness, 400)[0];
  EXPECT_NEAR(variance / expected, 1.0, 0.06);  // four deviations
  EXPECT_NEAR(expected / (kTemperature / kStiffness), 1.0, 0.03);
  const double fourth = springs.at.detach().pow(4).mean().item<double>();
  EXPECT_NEAR(fourth / (3 * variance * variance), 1.0, 0.12);
}

TEST(SghmcStep, ResumesToTheSameWeights) {
  Springs whole(7), resumed(7);
  const RandomStream noise{.seed = 3, .purpose = Purpose::kPosterior};
  Optimizer first(whole, options(1.0), noise);
  for (int step = 0; step < 3; ++step) whole.step(first, 1.0);
  TensorFile file;
  first.save("play.", file);
  Optimizer second(resumed, options(1.0), noise);
  {
    const torch::NoGradGuard no_gradient;
    resumed.at.copy_(whole.at);
  }
  second.restore("play.", file);
  whole.step(first, 1.0);
  resumed.step(second, 1.0);
  EXPECT_TRUE(torch::equal(whole.at, resumed.at));
  EXPECT_GT(whole.at.detach().abs().min().item<double>(), 0.0);
}

}  // namespace
}  // namespace lingan::sghmc_step_test
