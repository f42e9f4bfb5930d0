#include <lingan/model/generators/critic.h>

#include <cmath>

#include <lingan/model/layers/initial_weights.h>
#include <lingan/model/layers/recurrent_layers.h>

namespace lingan {
namespace {

constexpr int32_t kLstmGates = 4;

}  // namespace

Critic::Critic(const GeneratorOptions& generator, RandomStream stream)
    : bos_(generator.specials.bos), hidden_width_(generator.hidden_width) {
  embedding_ = register_parameter(
      "embedding", torch::empty({generator.vocabulary_size, generator.embedding_width}));
  weights_ = register_recurrent_weights(*this, "",
                                        {.gates = kLstmGates,
                                         .layers = 1,
                                         .input_width = generator.embedding_width,
                                         .hidden_width = hidden_width_});
  output_weight_ = register_parameter("output_weight", torch::empty({1, hidden_width_}));
  output_bias_ = register_parameter("output_bias", torch::empty({1}));
  InitialWeights draw(stream);
  const double bound = 1.0 / std::sqrt(static_cast<double>(hidden_width_));
  for (auto& parameter : parameters()) {
    if (parameter.is_same(embedding_)) {
      draw.normal(parameter, 1.0);
    } else {
      draw.uniform(parameter, -bound, bound);
    }
  }
}

torch::Tensor Critic::forward(const torch::Tensor& tokens) {
  const auto first = torch::full({tokens.size(0), 1}, bos_, tokens.options());
  const auto fed = torch::cat({first, tokens.narrow(1, 0, tokens.size(1) - 1)}, 1);
  const auto vectors = torch::embedding(embedding_, fed);
  const auto zeros = torch::zeros({1, tokens.size(0), hidden_width_}, vectors.options());
  std::vector<torch::Tensor> state = {zeros, zeros};
  const auto hidden = recurrent_layers({.gates = kLstmGates,
                                        .input = vectors,
                                        .state = state,
                                        .weights = weights_,
                                        .layers = 1,
                                        .dropout = 0.0});
  return torch::linear(hidden, output_weight_, output_bias_).squeeze(2);
}

}  // namespace lingan
