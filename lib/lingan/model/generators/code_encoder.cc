#include <lingan/model/generators/code_encoder.h>

#include <cmath>

#include <lingan/model/layers/initial_weights.h>
#include <lingan/model/layers/recurrent_layers.h>
#include <lingan/model/layers/reversed_tokens.h>

namespace lingan {
namespace {

constexpr int32_t kLstmGates = 4;

}  // namespace

CodeEncoder::CodeEncoder(const GeneratorOptions& generator, int64_t width, RandomStream stream)
    : width_(width) {
  embedding_ = register_parameter(
      "embedding", torch::empty({generator.vocabulary_size, generator.embedding_width}));
  const RecurrentWeightShape shape = {.gates = kLstmGates,
                                      .layers = 1,
                                      .input_width = generator.embedding_width,
                                      .hidden_width = width};
  forward_ = register_recurrent_weights(*this, "forward_", shape);
  backward_ = register_recurrent_weights(*this, "backward_", shape);
  mean_ = add_linear(*this, "mean", generator.latent_width, 2 * width);
  log_variance_ = add_linear(*this, "log_variance", generator.latent_width, 2 * width);
  InitialWeights draw(stream);
  double bound = 1.0 / std::sqrt(static_cast<double>(width));
  for (auto& parameter : parameters()) {
    // As torch's: 1 / sqrt(W) in the recurrent layers, 1 / sqrt(inputs) after them.
    if (parameter.is_same(mean_.weight)) bound = 1.0 / std::sqrt(2.0 * static_cast<double>(width));
    if (parameter.is_same(embedding_)) {
      draw.normal(parameter, 1.0);
    } else {
      draw.uniform(parameter, -bound, bound);
    }
  }
}

torch::Tensor CodeEncoder::last_state(const std::vector<torch::Tensor>& weights,
                                      const torch::Tensor& vectors,
                                      const torch::Tensor& lengths) const {
  const auto zeros = torch::zeros({1, vectors.size(0), width_}, vectors.options());
  std::vector<torch::Tensor> state = {zeros, zeros};
  const auto outputs = recurrent_layers({.gates = kLstmGates,
                                         .input = vectors,
                                         .state = state,
                                         .weights = weights,
                                         .layers = 1,
                                         .dropout = 0.0,
                                         .lengths = lengths});
  const auto last = (lengths - 1).view({-1, 1, 1}).expand({-1, 1, width_});
  return outputs.gather(1, last).squeeze(1);
}

Posterior CodeEncoder::forward(const Sentences& sentences) {
  const auto& lengths = sentences.lengths;
  const auto vectors = torch::embedding(embedding_, sentences.tokens);
  const auto backwards = rearranged(vectors, reversed_places(lengths, vectors.size(1)));
  const auto states = torch::cat(
      {last_state(forward_, vectors, lengths), last_state(backward_, backwards, lengths)}, 1);
  return {.mean = mean_(states), .log_variance = log_variance_(states)};
}

}  // namespace lingan
