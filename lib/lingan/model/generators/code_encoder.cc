#include <lingan/model/generators/code_encoder.h>

#include <cmath>

#include <lingan/model/layers/initial_weights.h>

namespace lingan {

CodeEncoder::CodeEncoder(const GeneratorOptions& generator, int64_t width, RandomStream stream)
    : embedding_(register_parameter(
          "embedding", torch::empty({generator.vocabulary_size, generator.embedding_width}))),
      reader_(*this, generator.embedding_width, width) {
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

Posterior CodeEncoder::forward(const Sentences& sentences) {
  const auto states = reader_.last_states(to_vectors(sentences, embedding_), sentences.lengths);
  return {.mean = mean_(states), .log_variance = log_variance_(states)};
}

}  // namespace lingan
