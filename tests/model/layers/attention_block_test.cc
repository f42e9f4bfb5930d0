#include <lingan/model/layers/attention_block.h>

#include <torch/nn/modules/activation.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

namespace lingan::attention_block_test {
namespace {

constexpr int64_t kWidth = 8, kFeedForward = 12, kHeads = 2, kLength = 5;

/// A block of drawn weights in a module of its own.
struct Drawn {
  Drawn() {
    torch::manual_seed(3);
    const torch::NoGradGuard no_gradient;
    for (torch::Tensor& weight : module.parameters()) weight.normal_(0.2, 0.5);
  }

  torch::nn::Module module;
  AttentionBlock block = add_attention_block(
      module, 3, {.width = kWidth, .feed_forward_width = kFeedForward, .heads = kHeads});
};

torch::Tensor normalized(const torch::Tensor& x, const LayerNorm& norm) {
  return torch::layer_norm(x, {kWidth}, norm.weight, norm.bias);
}

/// By torch's own attention, for which a number is added to each logit.
torch::Tensor by_torch(const AttentionBlock& block, const torch::Tensor& x,
                       const torch::Tensor& unseen) {
  torch::nn::MultiheadAttention attention(kWidth, kHeads);
  attention->in_proj_weight = block.attention.weight;
  attention->in_proj_bias = block.attention.bias;
  attention->out_proj->weight = block.attention_output.weight;
  attention->out_proj->bias = block.attention_output.bias;
  const auto given = normalized(x, block.attention_norm).transpose(0, 1);
  const double infinity = std::numeric_limits<double>::infinity();
  const auto added = torch::zeros({kLength, kLength}).masked_fill(unseen, -infinity);
  return std::get<0>(attention->forward(given, given, given, {}, false, added)).transpose(0, 1);
}

TEST(AttentionBlock, AttendsAsTorchDoes) {
  const torch::NoGradGuard no_gradient;
  const Drawn drawn;
  const auto x = torch::randn({3, kLength, kWidth});
  const auto all = torch::zeros({kLength, kLength}, torch::kBool);
  for (const auto& unseen : {all, torch::ones_like(all).triu(1)}) {
    EXPECT_TRUE(torch::allclose(drawn.block.attend(x, unseen), by_torch(drawn.block, x, unseen),
                                1e-4, 1e-5));
  }
}

/// GELU by the normal distribution (Hendrycks & Gimpel 2016).
TEST(AttentionBlock, HasANetworkOfOneHiddenLayer) {
  const torch::NoGradGuard no_gradient;
  const Drawn drawn;
  const AttentionBlock& b = drawn.block;
  const auto x = torch::randn({3, kLength, kWidth});
  const auto sums =
      normalized(x, b.network_norm).matmul(b.network_input.weight.t()) + b.network_input.bias;
  const auto hidden = sums * (1 + torch::erf(sums / std::sqrt(2.0))) / 2;
  const auto expected = hidden.matmul(b.network_output.weight.t()) + b.network_output.bias;
  EXPECT_TRUE(torch::allclose(b.network(x), expected, 1e-4, 1e-5));
}

TEST(AttentionBlock, HasParametersOfItsLayersNumber) {
  const Drawn drawn;
  const auto weights = drawn.module.named_parameters();
  EXPECT_EQ(weights.size(), 12u);
  const auto sizes = [&](const std::string& name) { return weights[name].sizes(); };
  EXPECT_EQ(sizes("attention_l3_weight"), (at::IntArrayRef{3 * kWidth, kWidth}));
  EXPECT_EQ(sizes("attention_output_l3_weight"), (at::IntArrayRef{kWidth, kWidth}));
  EXPECT_EQ(sizes("network_input_l3_weight"), (at::IntArrayRef{kFeedForward, kWidth}));
  EXPECT_EQ(sizes("network_output_l3_weight"), (at::IntArrayRef{kWidth, kFeedForward}));
  EXPECT_EQ(sizes("attention_norm_l3_bias"), (at::IntArrayRef{kWidth}));
  EXPECT_EQ(sizes("network_norm_l3_weight"), (at::IntArrayRef{kWidth}));
}

TEST(AttentionBlock, TakesOtherWeightsForItsLinearLayersAlone) {
  const torch::NoGradGuard no_gradient;
  const Drawn drawn;
  const AttentionBlock doubled =
      drawn.block.with_weights([](const torch::Tensor& weight) { return 2 * weight; });
  EXPECT_TRUE(torch::equal(doubled.attention.weight, 2 * drawn.block.attention.weight));
  EXPECT_TRUE(torch::equal(doubled.network_output.weight, 2 * drawn.block.network_output.weight));
  EXPECT_TRUE(doubled.attention.bias.is_same(drawn.block.attention.bias));
  EXPECT_TRUE(doubled.network_norm.weight.is_same(drawn.block.network_norm.weight));
}

TEST(Sinusoids, AreThePapersWavesSinesFirst) {
  const auto positions = torch::tensor({0.0, 1.0, 7.5}, torch::kFloat64).unsqueeze(1);
  for (const int64_t width : {6, 7}) {
    const auto waves = sinusoids(positions, width);
    ASSERT_EQ(waves.sizes(), (at::IntArrayRef{3, width}));
    const int64_t sines = (width + 1) / 2;
    for (int64_t row = 0; row < 3; ++row) {
      for (int64_t i = 0; i < width; ++i) {
        const int64_t wave = i % sines;
        const double angle =
            positions[row][0].item<double>() / std::pow(10000.0, static_cast<double>(wave) / sines);
        const double expected = i < sines ? std::sin(angle) : std::cos(angle);
        EXPECT_NEAR(waves[row][i].item<double>(), expected, 1e-12) << width << " " << i;
      }
    }
  }
}

}  // namespace
}  // namespace lingan::attention_block_test
