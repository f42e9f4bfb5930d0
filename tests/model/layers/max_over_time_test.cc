#include <lingan/model/layers/max_over_time.h>

#include <gtest/gtest.h>

#include "tests/model/finite_differences.h"

namespace lingan::max_over_time_test {
namespace {

/// Vectors, two weights, two biases.
std::vector<torch::Tensor> two_banks(torch::Tensor (*leaf)(at::IntArrayRef, int)) {
  return {leaf({5, 6, 3}, 1), leaf({4, 2, 3}, 2), leaf({7, 6, 3}, 3), leaf({4}, 4), leaf({7}, 5)};
}

torch::Tensor fused(const std::vector<torch::Tensor>& in) {
  return max_over_time(in[0], {in[1], in[2]}, {in[3], in[4]});
}

torch::Tensor plain(const std::vector<torch::Tensor>& in) {
  return torch::cat(
      {plain_max_over_time(in[0], in[1], in[3]), plain_max_over_time(in[0], in[2], in[4])}, 1);
}

torch::Tensor float64_of(at::IntArrayRef shape, int salt) { return float64_leaf(shape, salt); }

TEST(MaxOverTimeFunction, HasTheGradientOfFiniteDifferences) {
  expect_gradient([](const auto& in) { return mixed(fused(in)); }, two_banks(float64_of));
}

TEST(MaxOverTimeFunction, HasAGradientOfItsGradient) {
  expect_gradient(
      [](const auto& in) {
        return torch::autograd::grad({mixed(fused(in).square())}, {in[0]}, {}, true, true)[0]
            .square()
            .sum();
      },
      two_banks(float64_of));
}

TEST(MaxOverTimeFunction, MatchesPlainTorchInFloat32) {
  const auto inputs = two_banks(float32_leaf);
  const auto actual = fused(inputs);
  const auto expected = plain(inputs);
  EXPECT_TRUE(torch::allclose(actual, expected, 1e-5, 1e-6));
  const auto gradients = torch::autograd::grad({mixed(actual)}, inputs);
  const auto wanted = torch::autograd::grad({mixed(expected)}, inputs);
  for (size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_TRUE(torch::allclose(gradients[i], wanted[i], 1e-4, 1e-5)) << i;
  }
}

TEST(MaxOverTimeFunction, LeavesFrozenFiltersWithoutGradient) {
  auto inputs = two_banks(float32_leaf);
  const auto wanted = torch::autograd::grad({mixed(fused(inputs))}, {inputs[0]})[0];
  for (size_t i = 1; i < inputs.size(); ++i) inputs[i] = inputs[i].detach();
  mixed(fused(inputs)).backward();
  EXPECT_TRUE(torch::equal(inputs[0].grad(), wanted));
}

TEST(MaxOverTime, IsTheConvolutionOfTorchAndItsGradients) {
  for (const int64_t width : {1, 3, 6}) {
    const auto x = torch::randn({4, 6, 5}, torch::kFloat64).requires_grad_();
    const auto w = torch::randn({7, width, 5}, torch::kFloat64).requires_grad_();
    const auto b = torch::randn({7}, torch::kFloat64).requires_grad_();
    const auto ours = plain_max_over_time(x, w, b);
    const auto theirs =
        std::get<0>(torch::relu(torch::conv1d(x.transpose(1, 2), w.transpose(1, 2), b)).max(2));
    EXPECT_TRUE(torch::allclose(ours, theirs, 1e-10, 1e-10));
    const auto weighting = torch::randn({4, 7}, torch::kFloat64);
    const auto mine = torch::autograd::grad({(ours * weighting).sum()}, {x, w, b});
    const auto reference = torch::autograd::grad({(theirs * weighting).sum()}, {x, w, b});
    for (size_t i = 0; i < 3; ++i) EXPECT_TRUE(torch::allclose(mine[i], reference[i])) << i;
  }
}

}  // namespace
}  // namespace lingan::max_over_time_test
