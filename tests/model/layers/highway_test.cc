#include <lingan/model/layers/highway.h>

#include <gtest/gtest.h>

#include "tests/model/finite_differences.h"

namespace lingan::highway_test {
namespace {

TEST(Highway, MixesTransformAndInputByTheGate) {
  const auto x = torch::tensor({{1.0, -2.0}}, torch::kFloat64);
  auto weight = torch::zeros({4, 2}, torch::kFloat64);
  weight[0][0] = 3.0;
  const auto bias = torch::tensor({0.0, 0.0, std::log(3.0), 0.0}, torch::kFloat64);
  const auto out = highway(x, weight, bias);
  EXPECT_NEAR(out[0][0].item<double>(), 0.75 * 3.0 + 0.25 * 1.0, 1e-12);
  EXPECT_NEAR(out[0][1].item<double>(), 0.5 * 0.0 + 0.5 * -2.0, 1e-12);
}

TEST(Highway, OfSharedWeightsHasOneSumForTransformAndGate) {
  const auto x = torch::tensor({{1.0, -2.0}}, torch::kFloat64);
  const auto weight = torch::zeros({2, 2}, torch::kFloat64);
  const auto bias = torch::tensor({std::log(3.0), -std::log(3.0)}, torch::kFloat64);
  const auto out = highway(x, weight, bias);
  EXPECT_NEAR(out[0][0].item<double>(), 0.75 * std::log(3.0) + 0.25 * 1.0, 1e-12);
  EXPECT_NEAR(out[0][1].item<double>(), 0.25 * 0.0 + 0.75 * -2.0, 1e-12);
}

void expect_plain_highway(int64_t sums) {
  const std::vector<torch::Tensor> inputs = {float32_leaf({600, 19}, 1),
                                             float32_leaf({sums, 19}, 2), float32_leaf({sums}, 3)};
  const auto actual = highway(inputs[0], inputs[1], inputs[2]);
  const auto expected = plain_highway(inputs[0], inputs[1], inputs[2]);
  EXPECT_TRUE(torch::allclose(actual, expected, 1e-5, 1e-6));
  const auto gradients = torch::autograd::grad({mixed(actual)}, inputs);
  const auto wanted = torch::autograd::grad({mixed(expected)}, inputs);
  for (size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_TRUE(torch::allclose(gradients[i], wanted[i], 1e-4, 1e-4)) << i;
  }
}

TEST(Highway, MatchesPlainTorchInFloat32) { expect_plain_highway(38); }

TEST(Highway, OfSharedWeightsMatchesPlainTorchInFloat32) { expect_plain_highway(19); }

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
  const auto actual = torch::autograd::grad({penalty(highway, inputs)}, inputs);
  const auto wanted = torch::autograd::grad({penalty(plain_highway, inputs)}, inputs);
  for (size_t i = 0; i < inputs.size(); ++i) {
    EXPECT_TRUE(torch::allclose(actual[i], wanted[i], 1e-4, 1e-5)) << i;
  }
}

}  // namespace
}  // namespace lingan::highway_test
