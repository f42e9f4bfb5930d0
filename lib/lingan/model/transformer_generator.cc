/// A causal Transformer: Vaswani et al. 2017, sec. 3, with the normalization before each layer and
/// one after the last (Radford et al. 2019). It reads a sentence at once, or token by token with
/// the keys and values of earlier tokens in its state.
#include <lingan/model/transformer_generator.h>

#include <cmath>
#include <limits>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/model/generator.h>
#include <lingan/model/layers.h>
#include <lingan/model/locked_dropout.h>
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

/// Sines, then cosines, of wave lengths from 2 pi to 20000 pi: Vaswani et al. 2017, sec. 3.5.
/// @param positions  [N, 1].  @return [N, width].
torch::Tensor sinusoids(const torch::Tensor& positions, int64_t width) {
  const int64_t sines = (width + 1) / 2;
  const torch::Tensor exponents = torch::arange(sines, positions.options()) / sines;
  const torch::Tensor angles = positions * torch::pow(10000.0, -exponents);
  return torch::cat({angles.sin(), angles.narrow(1, 0, width - sines).cos()}, 1);
}

struct Block {
  LayerNorm attention_norm;
  LinearLayer attention;  // to queries, keys and values: [3H, H]
  LinearLayer attention_output;
  LayerNorm network_norm;
  LinearLayer network_input, network_output;

  torch::Tensor network(const torch::Tensor& x) const {
    return network_output(torch::gelu(network_input(network_norm(x))));
  }
};

/// Where a step of B sentences is: what each writes into its keys and values, and what it sees.
struct Place {
  torch::Tensor slot;    // [1, B, 1], of the T that a sentence has
  torch::Tensor unused;  // [T, B, 1], true: no token is there yet
};

/// Parameters of the cell: input [H, E]; of layer N attention_norm_lN, attention_lN [3H, H],
/// attention_output_lN [H, H], network_norm_lN, network_input_lN [F, H], network_output_lN [H, F];
/// norm.
///
/// The state: what a latent code adds to every position [1, B, H]; the position [1, B, 1]; of each
/// layer the keys and values of the last T tokens [T, B, 2H], that of position t in slot t mod T.
class TransformerGenerator final : public Generator {
 public:
  TransformerGenerator(const GeneratorOptions& options, const TransformerOptions& own,
                       RandomStream stream)
      : Generator(options), heads_(own.heads), width_(options.hidden_width) {
    input_ = add_linear(*this, "input", width_, options.embedding_width);
    for (int64_t i = 0; i < options.layers; ++i) {
      const auto linear = [&](const char* name, int64_t outputs, int64_t inputs) {
        return add_linear(*this, fmt::format("{}_l{}", name, i), outputs, inputs);
      };
      const auto norm = [&](const char* name) {
        return add_layer_norm(*this, fmt::format("{}_l{}", name, i), width_);
      };
      blocks_.push_back(
          {.attention_norm = norm("attention_norm"),
           .attention = linear("attention", 3 * width_, width_),
           .attention_output = linear("attention_output", width_, width_),
           .network_norm = norm("network_norm"),
           .network_input = linear("network_input", own.feed_forward_width, width_),
           .network_output = linear("network_output", width_, own.feed_forward_width)});
    }
    norm_ = add_layer_norm(*this, "norm", width_);
    finish(stream);
    for (Block& block : blocks_) {
      block.attention_norm.reset();
      block.network_norm.reset();
    }
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

  torch::Tensor hidden(const torch::Tensor& tokens) override {
    const double dropout = in_training(options().output_dropout);
    const torch::Tensor words =
        word_dropout(fed_embeddings(tokens), in_training(options().word_dropout));
    const torch::Tensor fed = locked_dropout(words, in_training(options().input_dropout));
    const auto positions = torch::arange(tokens.size(1), fed.options()).unsqueeze(1);
    torch::Tensor x = input_(fed) + sinusoids(positions, width_);
    for (const Block& block : blocks_) {
      x = x + locked_dropout(attend(block, x), dropout);
      x = x + locked_dropout(block.network(x), dropout);
    }
    return norm_(x);
  }

 private:
  double scale() const { return 1.0 / std::sqrt(static_cast<double>(width_ / heads_)); }

  /// Every position of [B, T, H] to itself and those before it.
  torch::Tensor attend(const Block& block, const torch::Tensor& x) const {
    const int64_t length = x.size(1);
    // [B, T, 3H] -> three of [B, heads, T, H / heads]
    const auto parts = block.attention(block.attention_norm(x))
                           .unflatten(2, {3, heads_, width_ / heads_})
                           .permute({2, 0, 3, 1, 4});
    const torch::Tensor logits = (parts[0] * scale()).matmul(parts[1].transpose(2, 3));
    const auto seen = torch::ones({length, length}, x.options().dtype(torch::kBool))
                          .tril()
                          .triu(1 - options().length);
    const torch::Tensor shares =
        torch::softmax(logits.masked_fill(seen.logical_not(), -kInfinity), 3);
    return block.attention_output(shares.matmul(parts[2]).transpose(1, 2).flatten(2));
  }

  /// One position of [B, H] to itself and those that the cache holds.
  /// @param cache  [T, B, 2H], written.
  torch::Tensor attend(const Block& block, const torch::Tensor& x, const Place& place,
                       torch::Tensor& cache) const {
    const torch::Tensor projected = block.attention(block.attention_norm(x));
    const torch::Tensor entry = projected.narrow(1, width_, 2 * width_).unsqueeze(0);
    const torch::Tensor slot = place.slot.expand({1, x.size(0), 2 * width_});
    cache = torch::GradMode::is_enabled() ? cache.scatter(0, slot, entry)
                                          : cache.scatter_(0, slot, entry);
    const auto by_head = [&](const torch::Tensor& rows) {
      return rows.unflatten(-1, {heads_, width_ / heads_});
    };
    const torch::Tensor query = by_head(projected.narrow(1, 0, width_) * scale());
    const torch::Tensor keys = by_head(cache.narrow(2, 0, width_));
    const torch::Tensor values = by_head(cache.narrow(2, width_, width_));
    const torch::Tensor logits = (keys * query).sum(3).masked_fill(place.unused, -kInfinity);
    const torch::Tensor shares = torch::softmax(logits, 0).unsqueeze(3);  // [T, B, heads, 1]
    return block.attention_output((shares * values).sum(0).flatten(1));
  }

  int64_t heads_;
  int64_t width_;  // H
  LinearLayer input_;
  std::vector<Block> blocks_;
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
