/// Estimators of gumbel-softmax and of embedding that only the test of variants knows.
#include <lingan/gan/strategies/embedding_estimator_cards.h>
#include <lingan/gan/strategies/embedding_estimators.h>
#include <lingan/gan/strategies/gumbel_estimator_cards.h>
#include <lingan/gan/strategies/gumbel_estimators.h>

namespace lingan {

GumbelEstimatorCard toy_gumbel_estimator_card() {
  return {.name = "toy",
          .summary = "gumbel-softmax: rows to play with",
          .paper = "none",
          .by_gap = true};
}

torch::Tensor toy_gumbel_estimator(const GumbelDraw& draw) {
  return torch::softmax(draw.beta * draw.perturbed / (1 + draw.gap), 1);
}

EmbeddingEstimatorCard toy_embedding_estimator_card() {
  return {.name = "toy",
          .summary = "embedding: vectors to play with",
          .paper = "none",
          .output = "softmax",
          .by_sharpness = true};
}

std::unique_ptr<Relaxation> make_toy_embedding_estimator(double sharpness) {
  return make_embedding_estimator("soft-argmax", 2 * sharpness);
}

}  // namespace lingan
