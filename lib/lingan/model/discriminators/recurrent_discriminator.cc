/// Recurrent layers over a sentence, read in one direction or in both (Schuster & Paliwal 1997);
/// the maximum and the mean of their outputs over the tokens (Conneau et al. 2017), and a network
/// of one hidden layer. Where D judges tokens, that network goes over the outputs themselves, one
/// by one (de Masson d'Autume et al. 2019, sec. 2.2). Of filled sentences it may know the holes:
/// with the sentence they are the masked one (Fedus et al. 2018, eq. 4).
#include <lingan/model/discriminators/recurrent_discriminator.h>

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/embedding_discriminator.h>
#include <lingan/model/layers/initial_weights.h>
#include <lingan/model/layers/recurrent_layers.h>
#include <lingan/model/layers/reversed_tokens.h>
#include <lingan/model/layers/token_pooling.h>
#include <lingan/model/sentences/holes.h>

namespace lingan {
namespace {

/// Parameters of its network: for each direction, forward_ and backward_, those of torch::nn::LSTM
/// or GRU; hidden_weight [W, F] and hidden_bias [W]. Where it has outputs of tokens, of the states
/// in both directions, features end with their sum, minimum and mean. Where it knows of holes,
/// hole_vector [E], added to the vectors of words that filled one.
class RecurrentDiscriminator final : public EmbeddingDiscriminator {
 public:
  RecurrentDiscriminator(const DiscriminatorOptions& options, RandomStream stream)
      : EmbeddingDiscriminator(options),
        own_(options.own.get<RecurrentDiscriminatorOptions>()),
        holes_(own_.reads_holes ? own_.sources : nullptr, options.specials.bos) {
    register_weights();
    initialize(stream);
    settle_norms();
  }

  torch::Tensor features(const Sentences& sentences) override {
    const torch::Tensor vectors = read(sentences);
    const torch::Tensor lengths = lengths_of(sentences, vectors);
    const torch::Tensor outputs = run_both(vectors, lengths);
    const torch::Tensor pooled = maximum_and_mean(outputs, lengths, -2);  // h > -1
    return with_deviation(token_weight().defined() ? with_token_features(pooled, outputs, lengths)
                                                   : pooled);
  }

  torch::Tensor token_logits(const Sentences& sentences) override {
    if (of_tokens_) return logits(sentences);
    if (!token_weight().defined()) return Discriminator::token_logits(sentences);
    const torch::Tensor vectors = read(sentences);
    return token_output(dropped(run_both(vectors, lengths_of(sentences, vectors))));
  }

  torch::Tensor logits(const Sentences& sentences) override {
    if (!of_tokens_) return output(last_layer(features(sentences)), sentences.labels);
    const torch::Tensor vectors = read(sentences);
    const torch::Tensor outputs =
        output(last_layer(run_both(vectors, lengths_of(sentences, vectors))));
    // Of a word that was known there is nothing to tell: its odds are even.
    return holes_.any() ? outputs * open(sentences, outputs.size(1)) : outputs;
  }

 private:
  /// [B, T], 1 where a word filled a hole.
  torch::Tensor open(const Sentences& sentences, int64_t width) {
    if (sentences.labels.defined()) return holes_.open(sentences.labels, width);
    throw UsageError("discriminator.recurrent.reads_holes: the sentences have no sources");
  }

  /// The vectors of sentences, with those that filled holes marked: [B, T, E].
  torch::Tensor read(const Sentences& sentences) {
    const torch::Tensor vectors = embedded(sentences);
    if (!holes_.any()) return vectors;
    return vectors + open(sentences, vectors.size(1)).unsqueeze(2) * hole_vector_;
  }

  torch::Tensor last_layer(const torch::Tensor& features) const override {
    const auto hidden =
        torch::relu(torch::linear(dropped(features), used(hidden_weight_), hidden_bias_));
    return dropped(hidden);
  }

  std::vector<torch::Tensor> add_direction(const std::string& prefix) {
    auto weights = register_recurrent_weights(*this, prefix,
                                              {.gates = gates_,
                                               .layers = own_.layers,
                                               .input_width = options().embedding_width,
                                               .hidden_width = own_.hidden_width});
    for (size_t i = 0; i < weights.size(); ++i) {
      if (weights[i].dim() == 2) normalise(fmt::format("{}{}", prefix, i), weights[i]);
    }
    return weights;
  }

  void register_weights() {
    forward_ = add_direction("forward_");
    if (own_.bidirectional) backward_ = add_direction("backward_");
    const bool adds_token_output = options().token_outputs && !of_tokens_;
    const int64_t states = own_.hidden_width * (own_.bidirectional ? 2 : 1);
    const int64_t features =
        2 * states + (adds_token_output ? kTokenFeatures : 0) + batch_features();
    hidden_weight_ = add("hidden_weight", {own_.output_width, of_tokens_ ? states : features});
    hidden_bias_ = add("hidden_bias", {own_.output_width});
    add_output(own_.output_width, features);
    if (adds_token_output) add_token_output(states);
    if (own_.reads_holes) hole_vector_ = add("hole_vector", {options().embedding_width});
  }

  void initialize(RandomStream stream) {
    InitialWeights draw(stream);
    double bound = 1.0 / std::sqrt(static_cast<double>(own_.hidden_width));
    for (auto& parameter : parameters()) {
      // As torch's: 1 / sqrt(H) in recurrent layers, 1 / sqrt(inputs) after them.
      if (parameter.is_same(hidden_weight_) || parameter.is_same(output_weight()) ||
          parameter.is_same(latent_weight()) || parameter.is_same(token_weight())) {
        bound = 1.0 / std::sqrt(static_cast<double>(parameter.size(1)));
      }
      if (is_table(parameter) || parameter.is_same(hole_vector_)) {
        draw.normal(parameter, 1.0);
      } else {
        draw.uniform(parameter, -bound, bound);
      }
    }
  }

  /// The outputs of both directions side by side, where it reads in both: [B, T, H or 2H].
  torch::Tensor run_both(const torch::Tensor& vectors, const torch::Tensor& lengths) const {
    torch::Tensor outputs = run(forward_, vectors, lengths);
    if (!own_.bidirectional) return outputs;
    const auto places = reversed_places(lengths, vectors.size(1));
    const auto backward = rearranged(run(backward_, rearranged(vectors, places), lengths), places);
    return torch::cat({outputs, backward}, 2);
  }

  /// What comes after a sentence is of no meaning.
  torch::Tensor run(const std::vector<torch::Tensor>& weights, const torch::Tensor& input,
                    const torch::Tensor& lengths) const {
    const auto zeros = [&] {
      return torch::zeros({own_.layers, input.size(0), own_.hidden_width}, input.options());
    };
    std::vector<torch::Tensor> state = {zeros()}, used_weights;
    if (is_lstm_) state.push_back(zeros());
    for (const torch::Tensor& weight : weights) used_weights.push_back(used(weight));
    return recurrent_layers({.gates = gates_,
                             .input = input,
                             .state = state,
                             .weights = used_weights,
                             .layers = own_.layers,
                             .dropout = is_training() ? options().dropout : 0.0,
                             .lengths = lengths});
  }

  RecurrentDiscriminatorOptions own_;
  Holes holes_;
  bool is_lstm_ = own_.cell == "lstm";
  bool of_tokens_ = own_.judges == "tokens";
  int32_t gates_ = is_lstm_ ? 4 : 3;
  std::vector<torch::Tensor> forward_, backward_;
  torch::Tensor hidden_weight_, hidden_bias_, hole_vector_;
};

}  // namespace

std::shared_ptr<Discriminator> make_recurrent_discriminator(const DiscriminatorOptions& options,
                                                            RandomStream stream) {
  return std::make_shared<RecurrentDiscriminator>(options, stream);
}

}  // namespace lingan
