/// Recurrent layers over a sentence, read in one direction or in both (Schuster & Paliwal 1997);
/// the maximum and the mean of their outputs over the tokens (Conneau et al. 2017), and a network
/// of one hidden layer.
#include <lingan/model/recurrent_discriminator.h>

#include <cmath>
#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/model/discriminator.h>
#include <lingan/model/discriminator_cards.h>
#include <lingan/model/initial_weights.h>
#include <lingan/model/option_check.h>
#include <lingan/model/recurrent_layers.h>
#include <lingan/model/sentences.h>

namespace lingan {
namespace {

constexpr int64_t kMaxVocabulary = int64_t{1} << 30;
constexpr int64_t kMaxLength = 65536;

/// Tokens of each sentence in the opposite order, its pads where they were: an index [B, T].
torch::Tensor reversed_places(const torch::Tensor& lengths, int64_t width) {
  const auto place = torch::arange(width, lengths.options()).unsqueeze(0);
  const auto mirrored = lengths.unsqueeze(1) - 1 - place;
  return torch::where(mirrored >= 0, mirrored, place);
}

torch::Tensor rearranged(const torch::Tensor& values, const torch::Tensor& places) {
  return values.gather(1, places.unsqueeze(2).expand({-1, -1, values.size(2)}));
}

/// Parameters: embedding [V, E], unless it is the generator's; for each direction, forward_ and
/// backward_, those of torch::nn::LSTM or GRU; hidden_weight [W, F], hidden_bias; output_weight [1,
/// W], output_bias; latent_weight [Z, F] and latent_bias where it tells latent codes.
class RecurrentDiscriminator final : public Discriminator {
 public:
  RecurrentDiscriminator(const DiscriminatorOptions& options, RandomStream stream)
      : options_(options), own_(options.own.get<RecurrentDiscriminatorOptions>()) {
    check();
    register_weights();
    initialize(stream);
  }

  torch::Tensor features(const Sentences& sentences) override {
    const torch::Tensor vectors = embed(sentences, table(), options_.specials.filler());
    const auto lengths = sentences.lengths.defined()
                             ? sentences.lengths
                             : torch::full({vectors.size(0)}, vectors.size(1),
                                           torch::dtype(torch::kInt64).device(vectors.device()));
    torch::Tensor outputs = run(forward_, vectors);
    if (own_.bidirectional) {
      const auto places = reversed_places(lengths, vectors.size(1));
      const auto backward = rearranged(run(backward_, rearranged(vectors, places)), places);
      outputs = torch::cat({outputs, backward}, 2);
    }
    const auto is_token = inside(lengths, vectors.size(1)).unsqueeze(2);
    const auto maximum = outputs.masked_fill(is_token.logical_not(), -2).amax(1);  // h > -1
    const auto mean = (outputs * is_token).sum(1) / lengths.unsqueeze(1).clamp_min(1);
    return torch::cat({maximum, mean}, 1);
  }

  torch::Tensor logits(const Sentences& sentences) override {
    const auto hidden =
        torch::relu(torch::linear(dropped(features(sentences)), hidden_weight_, hidden_bias_));
    return torch::linear(dropped(hidden), output_weight_, output_bias_).squeeze(1);
  }

  torch::Tensor embeddings() const override { return embedding_; }

  void share_embeddings(const torch::Tensor& table) override {
    check_range("generator.embedding_width", table.size(1), options_.embedding_width,
                options_.embedding_width);
    embedding_ = table;
  }

  torch::Tensor latent(const Sentences& sentences) override {
    if (!latent_weight_.defined()) return Discriminator::latent(sentences);
    return torch::linear(features(sentences), latent_weight_, latent_bias_);
  }

  torch::Tensor penalty() const override {
    if (options_.l2 == 0.0) return torch::zeros({}, output_weight_.options());
    return options_.l2 / 2 * (output_weight_.square().sum() + output_bias_.square().sum());
  }

  const DiscriminatorOptions& options() const override { return options_; }

 private:
  void check() const {
    check_range("discriminator.vocabulary_size", options_.vocabulary_size, 1, kMaxVocabulary);
    check_range("discriminator.length", options_.length, 1, kMaxLength);
    check_range("the tokenizer's pad", options_.specials.pad, -1, options_.vocabulary_size - 1);
    check_range("discriminator.representations", options_.representations, 1, 1);
    check_options("discriminator", discriminator_keys(), &options_);
  }

  int64_t gates() const { return own_.cell == "lstm" ? 4 : 3; }

  torch::Tensor add(const std::string& name, at::IntArrayRef shape) {
    return register_parameter(name, torch::empty(shape));
  }

  void add_direction(const std::string& prefix, std::vector<torch::Tensor>& weights) {
    const int64_t hidden = own_.hidden_width, rows = gates() * hidden;
    for (int64_t layer = 0; layer < own_.layers; ++layer) {
      const std::string suffix = "_l" + std::to_string(layer);
      const int64_t width = layer == 0 ? options_.embedding_width : hidden;
      weights.push_back(add(prefix + "weight_ih" + suffix, {rows, width}));
      weights.push_back(add(prefix + "weight_hh" + suffix, {rows, hidden}));
      weights.push_back(add(prefix + "bias_ih" + suffix, {rows}));
      weights.push_back(add(prefix + "bias_hh" + suffix, {rows}));
    }
  }

  void register_weights() {
    if (options_.embeddings == "own") {
      embedding_ = add("embedding", {options_.vocabulary_size, options_.embedding_width});
    }
    add_direction("forward_", forward_);
    if (own_.bidirectional) add_direction("backward_", backward_);
    const int64_t features = 2 * own_.hidden_width * (own_.bidirectional ? 2 : 1);
    hidden_weight_ = add("hidden_weight", {own_.output_width, features});
    hidden_bias_ = add("hidden_bias", {own_.output_width});
    output_weight_ = add("output_weight", {1, own_.output_width});
    output_bias_ = add("output_bias", {1});
    if (options_.latent_width == 0) return;
    latent_weight_ = add("latent_weight", {options_.latent_width, features});
    latent_bias_ = add("latent_bias", {options_.latent_width});
  }

  void initialize(RandomStream stream) {
    InitialWeights draw(stream);
    double bound = 1.0 / std::sqrt(static_cast<double>(own_.hidden_width));
    for (auto& parameter : parameters()) {
      // As torch's: 1 / sqrt(H) in recurrent layers, 1 / sqrt(inputs) after them.
      if (parameter.is_same(hidden_weight_) || parameter.is_same(output_weight_) ||
          parameter.is_same(latent_weight_)) {
        bound = 1.0 / std::sqrt(static_cast<double>(parameter.size(1)));
      }
      if (parameter.is_same(embedding_)) {
        draw.normal(parameter, 1.0);
      } else {
        draw.uniform(parameter, -bound, bound);
      }
    }
  }

  torch::Tensor table() const {
    return options_.embeddings == "own" ? embedding_ : embedding_.detach();
  }

  torch::Tensor dropped(const torch::Tensor& values) const {
    return is_training() && options_.dropout > 0.0 ? torch::dropout(values, options_.dropout, true)
                                                   : values;
  }

  torch::Tensor run(const std::vector<torch::Tensor>& weights, const torch::Tensor& input) const {
    const auto zeros = [&] {
      return torch::zeros({own_.layers, input.size(0), own_.hidden_width}, input.options());
    };
    std::vector<torch::Tensor> state = {zeros()};
    if (own_.cell == "lstm") state.push_back(zeros());
    return recurrent_layers({static_cast<int32_t>(gates()), input, state, weights, own_.layers,
                             is_training() ? options_.dropout : 0.0});
  }

  DiscriminatorOptions options_;
  RecurrentDiscriminatorOptions own_;
  torch::Tensor embedding_;
  std::vector<torch::Tensor> forward_, backward_;
  torch::Tensor hidden_weight_, hidden_bias_, output_weight_, output_bias_;
  torch::Tensor latent_weight_, latent_bias_;
};

}  // namespace

std::shared_ptr<Discriminator> make_recurrent_discriminator(const DiscriminatorOptions& options,
                                                            RandomStream stream) {
  return std::make_shared<RecurrentDiscriminator>(options, stream);
}

}  // namespace lingan
