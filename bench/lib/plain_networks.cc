#include <bench/lib/plain_networks.h>

#include <lingan/model/layers/cudnn_weights.h>

namespace lingan::bench {

namespace {

torch::OrderedDict<std::string, torch::Tensor> weights_of(const torch::nn::Module& network,
                                                          torch::ScalarType type) {
  torch::OrderedDict<std::string, torch::Tensor> weights = network.named_parameters();
  for (auto& weight : weights) weight.value() = weight.value().to(type);
  return weights;
}

}  // namespace

PlainGenerator::PlainGenerator(const Generator& weights, torch::ScalarType type)
    : options_(weights.options()), weights_(weights_of(weights, type)) {
  for (int64_t layer = 0; layer < options_.layers; ++layer) {
    for (const char* name : {"weight_ih_l", "weight_hh_l", "bias_ih_l", "bias_hh_l"}) {
      cell_.push_back(weights_[name + std::to_string(layer)]);
    }
  }
  join_weights_for_cudnn(cell_);  // as torch.nn.LSTM does
}

torch::Tensor PlainGenerator::read(const torch::Tensor& vectors,
                                   std::vector<torch::Tensor>& state) const {
  const bool training = torch::GradMode::is_enabled();
  const auto [outputs, hidden, cell] =
      torch::lstm(vectors, state, cell_, true, options_.layers, 0.0, training, false, true);
  state = {hidden, cell};
  return outputs;
}

torch::Tensor PlainGenerator::fed_vectors(const torch::Tensor& tokens) const {
  const torch::Tensor bos =
      torch::full({tokens.size(0), 1}, options_.specials.bos, tokens.options());
  return torch::embedding(weights_["embedding"], torch::cat({bos, tokens.slice(1, 0, -1)}, 1));
}

torch::Tensor PlainGenerator::logits_of(const torch::Tensor& hidden) const {
  return torch::linear(hidden, weights_["output_weight"], weights_["output_bias"]);
}

torch::Tensor PlainGenerator::logits(const torch::Tensor& tokens) const {
  std::vector<torch::Tensor> state = initial_state(tokens.size(0));
  return logits_of(read(fed_vectors(tokens), state));
}

std::vector<torch::Tensor> PlainGenerator::initial_state(int64_t rows) const {
  const torch::Tensor zeros =
      torch::zeros({options_.layers, rows, options_.hidden_width}, weights_["embedding"].options());
  return {zeros, zeros};
}

torch::Tensor PlainGenerator::feed(const torch::Tensor& tokens,
                                   std::vector<torch::Tensor>& state) const {
  const torch::Tensor vectors = torch::embedding(weights_["embedding"], tokens.unsqueeze(1));
  return logits_of(read(vectors, state).squeeze(1));
}

torch::Tensor PlainGenerator::start(int64_t rows, std::vector<torch::Tensor>& state) const {
  state = initial_state(rows);
  const torch::Tensor bos = torch::full({rows}, options_.specials.bos,
                                        weights_["embedding"].options().dtype(torch::kInt64));
  return feed(bos, state);
}

PlainDiscriminator::PlainDiscriminator(const Discriminator& weights, torch::ScalarType type)
    : options_(weights.options()), weights_(weights_of(weights, type)) {}

torch::Tensor PlainDiscriminator::features(const Sentences& sentences) {
  return features_of(torch::embedding(weights_["embedding"], sentences.tokens));
}

torch::Tensor PlainDiscriminator::features_of(const torch::Tensor& vectors) const {
  const int64_t slice = options_.embedding_width / options_.representations;
  std::vector<torch::Tensor> maxima;
  for (size_t i = 0; i < options_.filter_widths.size(); ++i) {
    const std::string number = std::to_string(i);
    // [B, F, T - w + 1, R]
    const torch::Tensor values = torch::relu(
        torch::conv2d(vectors.unsqueeze(1), weights_["filter_weight_" + number].unsqueeze(1),
                      weights_["filter_bias_" + number], {1, slice}));
    maxima.push_back(torch::max_pool2d(values, {values.size(2), 1}).squeeze(2));
  }
  const torch::Tensor x = torch::cat(maxima, 1).permute({0, 2, 1}).flatten(0, 1);  // [B R, F]
  const torch::Tensor sums = torch::linear(x, weights_["highway_weight"], weights_["highway_bias"]);
  const int64_t width = x.size(1);
  const torch::Tensor gate = torch::sigmoid(sums.narrow(1, sums.size(1) - width, width));
  return gate * torch::relu(sums.narrow(1, 0, width)) + (1.0 - gate) * x;
}

torch::Tensor PlainDiscriminator::logits(const Sentences& sentences) {
  return logits_of_features(features(sentences));
}

torch::Tensor PlainDiscriminator::logits_of_vectors(const torch::Tensor& vectors) {
  return logits_of_features(features_of(vectors));
}

torch::Tensor PlainDiscriminator::logits_of_features(torch::Tensor last) const {
  if (weights_.contains("hidden_weight")) {
    last = torch::linear(last, weights_["hidden_weight"], weights_["hidden_bias"]);
  }
  const torch::Tensor all =
      torch::linear(last, weights_["output_weight"], weights_["output_bias"]).squeeze(1);
  return options_.representations > 1 ? all.view({-1, options_.representations}) : all;
}

torch::Tensor PlainDiscriminator::logits(const torch::Tensor& tokens) {
  Sentences sentences;
  sentences.tokens = tokens;
  return logits(sentences);
}

torch::Tensor draw_by_multinomial(const torch::Tensor& logits) {
  return torch::multinomial(torch::exp(torch::log_softmax(logits, 1)), 1).squeeze(1);
}

torch::Tensor draw_by_inverse(const torch::Tensor& logits) {
  const torch::Tensor sums = torch::softmax(logits, 1, torch::kFloat32).cumsum(1);
  const torch::Tensor uniforms = torch::rand({logits.size(0), 1}, sums.options());
  const torch::Tensor drawn = torch::searchsorted(sums, uniforms);
  return drawn.squeeze(1).clamp_max(logits.size(1) - 1);
}

}  // namespace lingan::bench
