#include <lingan/model/optimizers/adam_step.h>

#include <gtest/gtest.h>
#include <torch/nn/utils/clip_grad.h>

#include <cmath>
#include <limits>
#include <vector>

namespace lingan::adam_step_test {
namespace {

/// Float64 ones take torch's fused step, as those on a device do.
std::vector<torch::Tensor> weights(torch::Dtype type = torch::kFloat32) {
  std::vector<torch::Tensor> made;
  for (const int64_t count : {3, 70000, 17}) {
    made.push_back(torch::sin(torch::arange(count)).to(type).requires_grad_());
  }
  return made;
}

torch::Tensor loss(const std::vector<torch::Tensor>& weights, double scale) {
  return scale * (weights[0].exp().sum() + (weights[1] - 0.3).square().sum() + weights[2].sum());
}

torch::optim::AdamWOptions options() { return torch::optim::AdamWOptions(0.05).weight_decay(0); }

/// Steps both ways from the same weights and expects the same path.
void expect_torchs_path(const torch::optim::AdamWOptions& options, double bound, double scale,
                        torch::Dtype type = torch::kFloat32) {
  const auto ours = weights(type);
  const auto theirs = weights(type);
  torch::optim::AdamW our_optimizer(ours, options), their_optimizer(theirs, options);
  for (int step = 0; step < 5; ++step) {
    our_optimizer.zero_grad();
    their_optimizer.zero_grad();
    loss(ours, scale).backward();
    loss(theirs, scale).backward();
    const double norm = clipped_adam_step(our_optimizer, bound).item<double>();
    const double expected = torch::nn::utils::clip_grad_norm_(
        theirs, bound > 0 ? bound : std::numeric_limits<double>::infinity());
    EXPECT_NEAR(norm, expected, 1e-5 * expected);
    their_optimizer.step();
    for (size_t i = 0; i < ours.size(); ++i) {
      ASSERT_TRUE(torch::allclose(ours[i], theirs[i], 1e-5, 1e-6)) << "step " << step;
    }
  }
}

TEST(ClippedAdamStep, MatchesTorchWithoutClipping) { expect_torchs_path(options(), 0, 1); }

TEST(ClippedAdamStep, MatchesTorchWithClipping) {
  expect_torchs_path(options(), 5, 1);
  expect_torchs_path(options(), 5, 1e-4);  // a norm below the bound
}

TEST(ClippedAdamStep, MatchesTorchWithWeightDecayAndOtherBetas) {
  for (const auto type : {torch::kFloat32, torch::kFloat64}) {
    expect_torchs_path(options().weight_decay(0.5), 0, 1, type);
    expect_torchs_path(options().weight_decay(0.5), 5, 1, type);
    expect_torchs_path(options().weight_decay(0.5).betas({0.5, 0.9}), 5, 1, type);
    expect_torchs_path(options().betas({0.0, 0.9}), 0, 1, type);
  }
}

TEST(ClippedAdamStep, MatchesTorchForOtherTypes) {
  expect_torchs_path(options(), 0, 1, torch::kFloat64);
  expect_torchs_path(options(), 5, 1, torch::kFloat64);
  expect_torchs_path(options(), 5, 1e-4, torch::kFloat64);
}

TEST(ClippedAdamStep, ChangesNoWeightWhereTheNormIsNotFinite) {
  for (const auto type : {torch::kFloat32, torch::kFloat64}) {
    for (const double bound : {0.0, 5.0}) {
      const auto ours = weights(type);
      const auto before = ours[1].clone();
      torch::optim::AdamW optimizer(ours, options());
      loss(ours, std::numeric_limits<double>::quiet_NaN()).backward();
      EXPECT_FALSE(std::isfinite(clipped_adam_step(optimizer, bound).item<double>()));
      EXPECT_TRUE(torch::equal(ours[1], before));
    }
  }
}

TEST(ClippedAdamStep, ContinuesFromTorchState) {
  const auto ours = weights();
  torch::optim::AdamW optimizer(ours, options());
  loss(ours, 1).backward();
  optimizer.step();
  clipped_adam_step(optimizer, 0);
  const auto theirs = weights();
  torch::optim::AdamW other(theirs, options());
  loss(theirs, 1).backward();
  other.step();
  other.step();
  for (size_t i = 0; i < ours.size(); ++i) EXPECT_TRUE(torch::allclose(ours[i], theirs[i]));
}

TEST(ClippedAdamStep, LeavesParametersWithoutGradientAlone) {
  const auto ours = weights();
  torch::optim::AdamW optimizer(ours, options());
  ours[0].sum().backward();
  const auto before = ours[1].clone();
  clipped_adam_step(optimizer, 1);
  EXPECT_TRUE(torch::equal(ours[1], before));
  EXPECT_EQ(optimizer.state().size(), 1U);
}

}  // namespace
}  // namespace lingan::adam_step_test
