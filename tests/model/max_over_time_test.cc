#include <lingan/model/max_over_time.h>

#include <gtest/gtest.h>

#include <lingan/model/highway.h>

#include "tests/model/finite_differences.h"

namespace lingan {
namespace {

torch::Tensor float32_leaf(at::IntArrayRef shape, int salt) {
  return float64_leaf(shape, salt).detach().to(torch::kFloat32).requires_grad_();
}

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

/// A scalar in which every element has a slope of its own.
torch::Tensor mixed(const torch::Tensor& x) {
  return (x * torch::cos(torch::arange(x.numel()).view(x.sizes()).to(x.dtype()))).sum();
}

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

TEST(MaxOverTimeFunction, IsPlainTorchsInFloat32) {
  const auto inputs = two_banks(float32_leaf);
  const auto found = fused(inputs);
  const auto expected = plain(inputs);
  EXPECT_TRUE(torch::allclose(found, expected, 1e-5, 1e-6));
  const auto gradients = torch::autograd::grad({mixed(found)}, inputs);
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

void expect_plain_highway(int64_t sums) {
  const std::vector<torch::Tensor> inputs = {float32_leaf({600, 19}, 1),
                                             float32_leaf({sums, 19}, 2), float32_leaf({sums}, 3)};
  const auto found = highway(inputs[0], inputs[1], inputs[2]);
  const auto expected = plain_highway(inputs[0], inputs[1], inputs[2]);
  EXPECT_TRUE(torch::allclose(found, expected, 1e-5, 1e-6));
  const auto gradients = torch::autograd::grad({mixed(found)}, inputs);
  const auto wanted = torch::autograd::grad({mixed(expected)}, inputs);
  for (size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_TRUE(torch::allclose(gradients[i], wanted[i], 1e-4, 1e-4)) << i;
  }
}

TEST(Highway, IsPlainTorchsInFloat32) { expect_plain_highway(38); }

TEST(Highway, OfSharedWeightsIsPlainTorchsInFloat32) { expect_plain_highway(19); }

TEST(Highway, HasAGradientOfItsGradient) {
  const auto penalty = [](torch::Tensor (*layer)(const torch::Tensor&, const torch::Tensor&,
                                                 const torch::Tensor&),
                          const std::vector<torch::Tensor>& in) {
    return torch::autograd::grad({mixed(layer(in[0], in[1], in[2]))}, {in[0]}, {}, true, true)[0]
        .square()
        .sum();
  };
  const std::vector<torch::Tensor> inputs = {float32_leaf({4, 5}, 1), float32_leaf({10, 5}, 2),
                                             float32_leaf({10}, 3)};
  const auto found = torch::autograd::grad({penalty(highway, inputs)}, inputs);
  const auto wanted = torch::autograd::grad({penalty(plain_highway, inputs)}, inputs);
  for (size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_TRUE(torch::allclose(found[i], wanted[i], 1e-4, 1e-5)) << i;
  }
}

}  // namespace
}  // namespace lingan
