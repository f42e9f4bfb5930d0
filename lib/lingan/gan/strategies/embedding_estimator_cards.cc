#include <lingan/gan/strategies/embedding_estimator_cards.h>

#include <array>

namespace lingan {

EmbeddingEstimatorCard soft_argmax_estimator_card() {
  return {.name = "soft-argmax",
          .summary = "embedding: mixtures of embeddings, without noise",
          .paper = "Zhang et al. 2017 (TextGAN)",
          .output = "softmax",
          .by_sharpness = true};
}

EmbeddingEstimatorCard nearest_neighbour_estimator_card() {
  return {.name = "nearest-neighbour",
          .summary = "embedding: points moved to the nearest embedding, with their own gradient",
          .paper = "Goodfellow 2016 (tutorial), sec. 8.4; Bengio et al. 2013",
          .output = "point"};
}

EmbeddingEstimatorCard continuous_estimator_card() {
  return {.name = "continuous",
          .summary = "embedding: points as they are; the nearest tokens are the text",
          .paper = "Goodfellow 2016 (tutorial), sec. 8.4; Kumar & Tsvetkov 2019",
          .output = "point"};
}

#define VARIANT(name) EmbeddingEstimatorCard name##_card();
#include <lingan/gan/strategies/embedding_estimators.def>
#undef VARIANT

std::span<const EmbeddingEstimatorCard> embedding_estimators() {
#define VARIANT(name) name##_card(),
  static const std::array cards = {
#include <lingan/gan/strategies/embedding_estimators.def>
  };
#undef VARIANT
  return cards;
}

}  // namespace lingan
