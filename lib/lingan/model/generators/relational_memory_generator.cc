/// A memory of S slots that attend to each other and to the input, and gates that decide what
/// stays: Santoro et al. 2018, sec. 3; as in RelGAN's generator, with one gate for each number.
#include <lingan/model/generators/relational_memory_generator.h>

#include <cmath>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/layers/layers.h>

namespace lingan {
namespace {

constexpr double kForgetBias = 1.0;

void check(const GeneratorOptions& options, const RelationalMemoryOptions& own) {
  if (options.hidden_width % (own.slots * own.heads) == 0) return;
  throw UsageError(
      fmt::format("generator.hidden_width = {}: expected a multiple of {} slots times {} heads",
                  options.hidden_width, own.slots, own.heads));
}

/// Parameters of the cell, with M the width of a slot: input [M, E]; attention [3M, M] and its
/// normalization; the normalizations after the attention and after the network; mlp_N [M, M];
/// input_gates and memory_gates [2M, M].
class RelationalMemoryGenerator final : public Generator {
 public:
  RelationalMemoryGenerator(const GeneratorOptions& options, const RelationalMemoryOptions& own,
                            RandomStream stream)
      : Generator(options), own_(own), width_(options.hidden_width / own.slots) {
    input_ = add_linear(*this, "input", width_, options.embedding_width);
    attention_ = add_linear(*this, "attention", 3 * width_, width_);
    attention_norm_ = add_layer_norm(*this, "attention_norm", 3 * width_);
    memory_norm_ = add_layer_norm(*this, "memory_norm", width_);
    for (int64_t i = 0; i < own.mlp_layers; ++i) {
      mlp_.push_back(add_linear(*this, fmt::format("mlp_{}", i), width_, width_));
    }
    mlp_norm_ = add_layer_norm(*this, "mlp_norm", width_);
    input_gates_ = add_linear(*this, "input_gates", 2 * width_, width_);
    memory_gates_ = add_linear(*this, "memory_gates", 2 * width_, width_);
    finish(stream);
    for (LayerNorm* norm : {&attention_norm_, &memory_norm_, &mlp_norm_}) norm->reset();
  }

  using Generator::initial_state;

  /// The slots begin as unit vectors, so that they differ.
  std::vector<torch::Tensor> initial_state(int64_t rows) const override {
    const torch::Tensor slots = torch::eye(own_.slots, width_, embeddings().options());
    return {slots.flatten().expand({1, rows, own_.slots * width_}).contiguous()};
  }

  torch::Tensor advance(const torch::Tensor& input, std::vector<torch::Tensor>& state) override {
    const torch::Tensor memory = state[0][0].view({-1, own_.slots, width_});
    const torch::Tensor x = input_(input).unsqueeze(1);  // [B, 1, M]
    torch::Tensor all = torch::cat({memory, x}, 1);
    for (int64_t i = 0; i < options().layers; ++i) all = attend(all);  // with the same weights
    const torch::Tensor next = all.narrow(1, 0, own_.slots);
    const auto gates = (input_gates_(x) + memory_gates_(torch::tanh(memory))).chunk(2, 2);
    const torch::Tensor kept = torch::sigmoid(gates[0]) * torch::tanh(next) +
                               torch::sigmoid(gates[1] + kForgetBias) * memory;
    torch::Tensor hidden = kept.flatten(1);
    state[0] = hidden.unsqueeze(0);
    return hidden;
  }

 private:
  /// Multi-head attention among the slots and the input, [B, S + 1, M], and a network on each.
  torch::Tensor attend(const torch::Tensor& slots) const {
    const int64_t head = width_ / own_.heads;
    const torch::Tensor projected = attention_norm_(attention_(slots));
    // [B, S + 1, heads * 3 head] -> [B, heads, S + 1, 3 head]
    const auto parts = projected.unflatten(2, {own_.heads, 3 * head}).transpose(1, 2).chunk(3, 3);
    const torch::Tensor logits =
        (parts[0] / std::sqrt(static_cast<double>(head))).matmul(parts[1].transpose(2, 3));
    const torch::Tensor attended =
        torch::softmax(logits, 3).matmul(parts[2]).transpose(1, 2).flatten(2);
    torch::Tensor memory = memory_norm_(slots + attended);
    torch::Tensor added = memory;
    for (size_t i = 0; i < mlp_.size(); ++i) {
      added = mlp_[i](i == 0 ? added : torch::relu(added));
    }
    return mlp_norm_(memory + added);
  }

  RelationalMemoryOptions own_;
  int64_t width_;  // M
  LinearLayer input_, attention_, input_gates_, memory_gates_;
  LayerNorm attention_norm_, memory_norm_, mlp_norm_;
  std::vector<LinearLayer> mlp_;
};

}  // namespace

std::shared_ptr<Generator> make_relational_memory_generator(const GeneratorOptions& options,
                                                            RandomStream stream) {
  const auto& own = options.own.get<RelationalMemoryOptions>();
  check(options, own);
  return std::make_shared<RelationalMemoryGenerator>(options, own, stream);
}

}  // namespace lingan
