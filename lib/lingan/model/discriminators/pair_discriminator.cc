#include <lingan/model/discriminators/pair_discriminator.h>

#include <cmath>

#include <lingan/model/layers/initial_weights.h>

namespace lingan {

PairDiscriminator::PairDiscriminator(const PairShape& shape, RandomStream stream)
    : embedding_(register_parameter("embedding",
                                    torch::empty({shape.vocabulary_size, shape.embedding_width}))),
      reader_(*this, shape.embedding_width, shape.width),
      head_(add_perceptron(*this, "",
                           {2 * shape.width + shape.code_width, shape.width, 1, kLeakySlope})) {
  InitialWeights draw(stream);
  const double bound = 1.0 / std::sqrt(static_cast<double>(shape.width));
  for (auto& parameter : parameters()) {
    if (parameter.is_same(embedding_)) {
      draw.normal(parameter, 1.0);
    } else if (head_.owns(parameter)) {
      draw.normal(parameter, rectified_deviation(parameter));
    } else {
      draw.uniform(parameter, -bound, bound);
    }
  }
}

torch::Tensor PairDiscriminator::forward(const Sentences& sentences) const {
  const auto states = reader_.last_states(to_vectors(sentences, embedding_), sentences.lengths);
  return head_(torch::cat({states, sentences.latent}, 1)).squeeze(1);
}

}  // namespace lingan
