/// A causal Transformer: Vaswani et al. 2017, sec. 3, with the normalization before each layer and
/// one after the last (Radford et al. 2019). It reads a sentence at once, or token by token with
/// the keys and values of earlier tokens in its state.
#include <lingan/model/generators/transformer_generator.h>

#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator.h>
#include <lingan/model/layers/attention_block.h>
#include <lingan/model/layers/locked_dropout.h>
#include <lingan/model/option_check.h>

namespace lingan {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

void check(const GeneratorOptions& options, int64_t heads) {
  check_range("generator.length", options.length, 1, kLongestSentence);
  if (options.hidden_width % heads == 0) return;
  throw UsageError(
      fmt::format("generator.hidden_width = {}: expected a multiple of generator.transformer.heads "
                  "({})",
                  options.hidden_width, heads));
}

/// Where a step of B sentences is: what each writes into its keys and values, and what it sees.
struct Place {
  torch::Tensor slot;    // [1, B, 1], of the T that a sentence has
  torch::Tensor unused;  // [T, B, 1], true: no token is there yet
};

/// Parameters of the cell: input [H, E]; of layer N attention_norm_lN, attention_lN [3H, H],
/// attention_output_lN [H, H], network_norm_lN, network_input_lN [F, H], network_output_lN [H, F];
/// norm.
///
/// The state: what a latent code or a source adds to every position [1, B, H]; the position [1, B,
/// 1]; of each layer the keys and values of the last T tokens [T, B, 2H], that of position t in
/// slot t mod T.
class TransformerGenerator final : public Generator {
 public:
  TransformerGenerator(const GeneratorOptions& options, const TransformerOptions& own,
                       RandomStream stream)
      : Generator(options), heads_(own.heads), width_(options.hidden_width) {
    input_ = add_linear(*this, "input", width_, options.embedding_width);
    const AttentionBlockShape shape{
        .width = width_, .feed_forward_width = own.feed_forward_width, .heads = own.heads};
    for (int64_t i = 0; i < options.layers; ++i) {
      blocks_.push_back(add_attention_block(*this, i, shape));
    }
    norm_ = add_layer_norm(*this, "norm", width_);
    finish(stream);
    for (AttentionBlock& block : blocks_) block.reset_norms();
    norm_.reset();
  }

  using Generator::initial_state;

  std::vector<torch::Tensor> initial_state(int64_t rows) const override {
    const auto like = embeddings().options();
    std::vector<torch::Tensor> state = {torch::zeros({1, rows, width_}, like),
                                        torch::zeros({1, rows, 1}, like)};
    for (int64_t i = 0; i < options().layers; ++i) {
      state.push_back(torch::zeros({options().length, rows, 2 * width_}, like));
    }
    return state;
  }

  torch::Tensor advance(const torch::Tensor& input, std::vector<torch::Tensor>& state) override {
    const torch::Tensor position = state[1];
    const int64_t length = options().length;
    const Place place{position.remainder(length).to(torch::kInt64),
                      torch::arange(length, position.options()).view({-1, 1, 1}) > position};
    torch::Tensor x = input_(input) + sinusoids(position[0], width_) + state[0][0];
    for (size_t i = 0; i < blocks_.size(); ++i) {
      x = x + attend(blocks_[i], x, place, state[2 + i]);
      x = x + blocks_[i].network(x);
    }
    state[1] = position + 1;
    return norm_(x);
  }

  torch::Tensor read(const torch::Tensor& fed, std::vector<torch::Tensor> state,
                     const torch::Tensor&) override {
    const double dropout = in_training(options().output_dropout);
    const torch::Tensor input = locked_dropout(fed, in_training(options().input_dropout));
    const int64_t width = input.size(1);
    const auto positions = torch::arange(width, input.options()).unsqueeze(1);
    torch::Tensor x = input_(input) + sinusoids(positions, width_);
    x = x + state.front().transpose(0, 1);  // at every position
    const torch::Tensor unseen = torch::ones({width, width}, torch::kBool)
                                     .to(x.device())
                                     .tril()
                                     .triu(1 - options().length)
                                     .logical_not();
    for (const AttentionBlock& block : blocks_) {
      x = x + locked_dropout(block.attend(x, unseen), dropout);
      x = x + locked_dropout(block.network(x), dropout);
    }
    return norm_(x);
  }

 private:
  /// One position of [B, H] to itself and those that the cache holds.
  /// @param cache  [T, B, 2H], written.
  torch::Tensor attend(const AttentionBlock& block, const torch::Tensor& x, const Place& place,
                       torch::Tensor& cache) const {
    const torch::Tensor projected = block.attention(block.attention_norm(x));
    const torch::Tensor entry = projected.narrow(1, width_, 2 * width_).unsqueeze(0);
    const torch::Tensor slot = place.slot.expand({1, x.size(0), 2 * width_});
    cache = torch::GradMode::is_enabled() ? cache.scatter(0, slot, entry)
                                          : cache.scatter_(0, slot, entry);
    const auto by_head = [&](const torch::Tensor& rows) {
      return rows.unflatten(-1, {heads_, width_ / heads_});
    };
    const torch::Tensor query = by_head(projected.narrow(1, 0, width_) * block.scale());
    const torch::Tensor keys = by_head(cache.narrow(2, 0, width_));
    const torch::Tensor values = by_head(cache.narrow(2, width_, width_));
    const torch::Tensor logits = (keys * query).sum(3).masked_fill(place.unused, -kInfinity);
    const torch::Tensor shares = torch::softmax(logits, 0).unsqueeze(3);  // [T, B, heads, 1]
    return block.attention_output((shares * values).sum(0).flatten(1));
  }

  int64_t heads_;
  int64_t width_;  // H
  LinearLayer input_;
  std::vector<AttentionBlock> blocks_;
  LayerNorm norm_;
};

}  // namespace

std::shared_ptr<Generator> make_transformer_generator(const GeneratorOptions& options,
                                                      RandomStream stream) {
  const auto& own = options.own.get<TransformerOptions>();
  check(options, own.heads);
  return std::make_shared<TransformerGenerator>(options, own, stream);
}

}  // namespace lingan
