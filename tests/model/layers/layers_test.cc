#include <lingan/model/layers/layers.h>

#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/normalization.h>

#include <gtest/gtest.h>

namespace lingan::layers_test {
namespace {

class Module : public torch::nn::Module {};

void fill_with_normal_numbers(torch::Tensor tensor) {
  const torch::NoGradGuard no_gradient;
  tensor.normal_();
}

TEST(LinearLayer, IsTorchs) {
  torch::manual_seed(1);
  Module module;
  const LinearLayer layer = add_linear(module, "first", 5, 3);
  ASSERT_EQ(layer.weight.sizes(), (at::IntArrayRef{5, 3}));
  ASSERT_EQ(layer.bias.sizes(), (at::IntArrayRef{5}));
  for (const auto& item : module.named_parameters()) fill_with_normal_numbers(item.value());
  torch::nn::Linear theirs(3, 5);
  theirs->weight = layer.weight;
  theirs->bias = layer.bias;
  const auto x = torch::randn({2, 4, 3});
  EXPECT_TRUE(torch::allclose(layer(x), theirs(x), 1e-6, 1e-6));
}

TEST(LayerNorm, IsTorchs) {
  torch::manual_seed(1);
  Module module;
  const LayerNorm layer = add_layer_norm(module, "norm", 6);
  for (const auto& item : module.named_parameters()) fill_with_normal_numbers(item.value());
  torch::nn::LayerNorm theirs(torch::nn::LayerNormOptions({6}));
  theirs->weight = layer.weight;
  theirs->bias = layer.bias;
  const auto x = torch::randn({2, 4, 6}) * 3 + 1;
  EXPECT_TRUE(torch::allclose(layer(x), theirs(x), 1e-5, 1e-6));
}

TEST(LayerNorm, BeginsWithoutGainOrBias) {
  Module module;
  LayerNorm layer = add_layer_norm(module, "norm", 6);
  for (const auto& item : module.named_parameters()) fill_with_normal_numbers(item.value());
  layer.reset();
  const auto y = layer(torch::randn({50, 6}) * 7 + 3);
  EXPECT_TRUE(torch::allclose(y.mean(1), torch::zeros({50}), 1e-5, 1e-5));
  EXPECT_TRUE(torch::allclose(y.square().mean(1), torch::ones({50}), 1e-3, 1e-3));
}

TEST(Layers, AreParametersOfTheirModuleByName) {
  Module module;
  const LinearLayer linear = add_linear(module, "first", 5, 3);
  const LayerNorm norm = add_layer_norm(module, "norm", 6);
  const auto weights = module.named_parameters();
  ASSERT_EQ(weights.size(), 4u);
  EXPECT_TRUE(weights["first_weight"].is_same(linear.weight));
  EXPECT_TRUE(weights["first_bias"].is_same(linear.bias));
  EXPECT_TRUE(weights["norm_weight"].is_same(norm.weight));
  EXPECT_TRUE(weights["norm_bias"].is_same(norm.bias));
  for (const auto& item : weights) EXPECT_TRUE(item.value().requires_grad()) << item.key();
}

}  // namespace
}  // namespace lingan::layers_test
