#include <lingan/model/layers/perceptron.h>

#include <gtest/gtest.h>

#include <cmath>

#include "tests/model/finite_differences.h"

namespace lingan::perceptron_test {
namespace {

struct Network : torch::nn::Module {
  explicit Network(double slope) : layers(add_perceptron(*this, "net_", {2, 2, 1, slope})) {
    const torch::NoGradGuard no_gradient;
    const std::vector<std::vector<float>> values = {{1, 0, 0, -1}, {0, 0}, {1, 2, -1, 1},
                                                    {0, 1},        {3, 5}, {-4}};
    auto all = parameters();
    for (size_t i = 0; i < all.size(); ++i) {
      all[i].copy_(torch::tensor(values[i]).view(all[i].sizes()));
    }
  }
  Perceptron layers;
};

/// Of (2, 3): (2, -3), then (2, 0); of these sums (2, -1), then (2, 0); 3 * 2 - 4. With a slope of
/// 0.5, (2, -1.5), sums (-1, -2.5), then (-0.5, -1.25), and -1.5 - 6.25 - 4.
TEST(Perceptron, HasTwoRectifiedLayersAndALinearOne) {
  const auto x = torch::tensor({{2.0F, 3.0F}});
  EXPECT_NEAR(Network(0.0).layers(x).item<float>(), 2.0, 1e-6);
  EXPECT_NEAR(Network(0.5).layers(x).item<float>(), -11.75, 1e-6);
}

TEST(Perceptron, HasTheGradientOfFiniteDifferences) {
  Network network(0.2);
  network.to(torch::kFloat64);
  const auto weights = network.parameters();
  std::vector<torch::Tensor> inputs = {float64_leaf({3, 2}, 4)};
  inputs.insert(inputs.end(), weights.begin(), weights.end());
  expect_gradient([&](const auto& values) { return mixed(network.layers(values[0])); }, inputs);
}

TEST(Perceptron, KnowsItsOwnParametersAndTheirFirstScale) {
  Network network(0.0);
  const auto named = network.named_parameters();
  EXPECT_TRUE(network.layers.owns(named["net_second_weight"]));
  EXPECT_TRUE(network.layers.owns(named["net_last_bias"]));
  EXPECT_FALSE(network.layers.owns(torch::zeros({2})));
  EXPECT_FALSE(Perceptron{}.owns(named["net_last_bias"]));
  EXPECT_FALSE(Perceptron{}.defined());
  EXPECT_DOUBLE_EQ(rectified_deviation(named["net_second_weight"]), 1.0);
  EXPECT_DOUBLE_EQ(rectified_deviation(named["net_first_bias"]), 0.0);
  EXPECT_DOUBLE_EQ(rectified_deviation(torch::zeros({3, 8})), 0.5);
}

}  // namespace
}  // namespace lingan::perceptron_test
