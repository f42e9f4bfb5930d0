#include <lingan/model/layers/attention_block.h>

#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace lingan {

torch::Tensor AttentionBlock::attend(const torch::Tensor& x, const torch::Tensor& unseen) const {
  // [B, T, 3H] -> three of [B, heads, T, H / heads]
  const auto parts = attention(attention_norm(x))
                         .unflatten(2, {3, heads, x.size(2) / heads})
                         .permute({2, 0, 3, 1, 4});
  const torch::Tensor logits = (parts[0] * scale()).matmul(parts[1].transpose(2, 3));
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const torch::Tensor shares = torch::softmax(logits.masked_fill(unseen, -kInfinity), 3);
  return attention_output(shares.matmul(parts[2]).transpose(1, 2).flatten(2));
}

torch::Tensor AttentionBlock::network(const torch::Tensor& x) const {
  return network_output(torch::gelu(network_input(network_norm(x))));
}

double AttentionBlock::scale() const {
  const int64_t width = attention.weight.size(1) / heads;
  return 1.0 / std::sqrt(static_cast<double>(width));
}

void AttentionBlock::reset_norms() {
  attention_norm.reset();
  network_norm.reset();
}

AttentionBlock AttentionBlock::with_weights(
    const std::function<torch::Tensor(const torch::Tensor&)>& weight) const {
  AttentionBlock block = *this;
  for (LinearLayer* layer :
       {&block.attention, &block.attention_output, &block.network_input, &block.network_output}) {
    layer->weight = weight(layer->weight);
  }
  return block;
}

AttentionBlock add_attention_block(torch::nn::Module& module, int64_t layer,
                                   const AttentionBlockShape& shape) {
  const auto linear = [&](const char* name, int64_t outputs, int64_t inputs) {
    return add_linear(module, fmt::format("{}_l{}", name, layer), outputs, inputs);
  };
  const auto norm = [&](const char* name) {
    return add_layer_norm(module, fmt::format("{}_l{}", name, layer), shape.width);
  };
  return {.attention_norm = norm("attention_norm"),
          .attention = linear("attention", 3 * shape.width, shape.width),
          .attention_output = linear("attention_output", shape.width, shape.width),
          .network_norm = norm("network_norm"),
          .network_input = linear("network_input", shape.feed_forward_width, shape.width),
          .network_output = linear("network_output", shape.width, shape.feed_forward_width),
          .heads = shape.heads};
}

torch::Tensor sinusoids(const torch::Tensor& positions, int64_t width) {
  const int64_t sines = (width + 1) / 2;
  const torch::Tensor exponents = torch::arange(sines, positions.options()) / sines;
  const torch::Tensor angles = positions * torch::pow(10000.0, -exponents);
  return torch::cat({angles.sin(), angles.narrow(1, 0, width - sines).cos()}, 1);
}

}  // namespace lingan
