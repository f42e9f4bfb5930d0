#include <lingan/model/discriminators/self_attention_discriminator.h>

#include <torch/nn/modules/activation.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/layers/attention_block.h>

namespace lingan::self_attention_discriminator_test {
namespace {

constexpr int64_t kWidth = 8, kHeads = 2, kLayers = 2;

DiscriminatorOptions small() {
  DiscriminatorOptions options;
  options.kind = "self-attention";
  options.vocabulary_size = 9;
  options.embedding_width = 3;
  options.length = 6;
  options.own.get<SelfAttentionDiscriminatorOptions>() = {
      .hidden_width = kWidth, .layers = kLayers, .heads = kHeads, .feed_forward_width = 12};
  return options;
}

/// Features of one sentence by torch's own attention with the weights of D.
torch::Tensor by_torch(const Discriminator& d, const torch::Tensor& tokens) {
  const auto weights = d.named_parameters();
  const auto linear = [&](const std::string& name, const torch::Tensor& x) {
    return torch::linear(x, weights[name + "_weight"], weights[name + "_bias"]);
  };
  const auto norm = [&](const std::string& name, const torch::Tensor& x) {
    return torch::layer_norm(x, {kWidth}, weights[name + "_weight"], weights[name + "_bias"]);
  };
  const auto positions = torch::arange(tokens.size(0), torch::kFloat32).unsqueeze(1);
  torch::Tensor x =
      linear("input", torch::embedding(d.embeddings(), tokens)) + sinusoids(positions, kWidth);
  for (int64_t i = 0; i < kLayers; ++i) {
    const std::string layer = "_l" + std::to_string(i);
    torch::nn::MultiheadAttention attention(kWidth, kHeads);
    attention->in_proj_weight = weights["attention" + layer + "_weight"];
    attention->in_proj_bias = weights["attention" + layer + "_bias"];
    attention->out_proj->weight = weights["attention_output" + layer + "_weight"];
    attention->out_proj->bias = weights["attention_output" + layer + "_bias"];
    const auto given = norm("attention_norm" + layer, x).unsqueeze(1);  // [T, 1, H]
    x = x + std::get<0>(attention->forward(given, given, given)).squeeze(1);
    const auto hidden = linear("network_input" + layer, norm("network_norm" + layer, x));
    x = x + linear("network_output" + layer, torch::gelu(hidden));
  }
  x = norm("norm", x);
  return torch::cat({x.amax(0), x.mean(0)});
}

TEST(SelfAttentionDiscriminator, HasTheMaximumAndMeanOfTorchAttention) {
  const torch::NoGradGuard no_gradient;
  const auto d = make_discriminator(small(), {7, Purpose::kInitialize, 0});
  d->eval();
  Sentences both;
  both.tokens = torch::tensor({{2, 3, 4, 5, 6, 7}, {8, 3, 2, 0, 0, 0}}, torch::kInt64);
  both.lengths = torch::tensor({6, 3}, torch::kInt64);
  const auto actual = d->features(both);
  for (const int64_t row : {0, 1}) {
    const auto tokens = both.tokens[row].narrow(0, 0, row == 0 ? 6 : 3);
    EXPECT_TRUE(torch::allclose(actual[row], by_torch(*d, tokens), 1e-5, 1e-5)) << row;
  }
}

TEST(SelfAttentionDiscriminator, SeesTheOrderOfTokens) {
  const torch::NoGradGuard no_gradient;
  const auto d = make_discriminator(small(), {7, Purpose::kInitialize, 0});
  d->eval();
  Sentences both;
  both.tokens = torch::tensor({{2, 3, 4, 5, 6, 7}, {7, 6, 5, 4, 3, 2}}, torch::kInt64);
  both.lengths = torch::tensor({6, 6}, torch::kInt64);
  const auto logits = d->logits(both);
  EXPECT_GT((logits[0] - logits[1]).abs().item<float>(), 1e-4);
}

}  // namespace
}  // namespace lingan::self_attention_discriminator_test
