#include <lingan/gan/strategies/embedding_estimators.h>

#include <array>

#include <lingan/gan/strategies/embedding_estimator_cards.h>

namespace lingan {
namespace {

class SoftArgmax final : public Relaxation {
 public:
  explicit SoftArgmax(double kappa) : kappa_(kappa) {}

  bool shows_vectors() const override { return true; }

  RelaxedToken relax(const RelaxedInput& input) const override {
    RelaxedToken token;
    token.hard = input.logits.detach().argmax(1);
    token.shown = torch::softmax(kappa_ * input.logits, 1).matmul(input.embeddings);
    token.fed = token.shown;
    return token;
  }

 private:
  double kappa_;
};

/// A point of the space, and the token nearest to it, which is fed back. D sees the point itself,
/// or the embedding of that token with the point's gradient.
class Point final : public Relaxation {
 public:
  explicit Point(bool moved) : moved_(moved) {}

  bool shows_vectors() const override { return true; }

  RelaxedToken relax(const RelaxedInput& input) const override {
    RelaxedToken token;
    token.hard = input.logits.detach().argmax(1);
    const auto nearest = torch::embedding(input.embeddings, token.hard);
    const auto point = input.generator.points(input.hidden);
    // Fed the token, as sampling does; its own gradient reaches the steps before.
    token.fed = nearest + (point - point.detach());
    token.shown = moved_ ? token.fed : point;
    return token;
  }

 private:
  bool moved_;
};

using MakeEmbeddingEstimator = std::unique_ptr<Relaxation>(double sharpness);

}  // namespace

#define VARIANT(name) MakeEmbeddingEstimator make_##name;
#include <lingan/gan/strategies/embedding_estimators.def>
#undef VARIANT

std::unique_ptr<Relaxation> make_soft_argmax_estimator(double sharpness) {
  return std::make_unique<SoftArgmax>(sharpness);
}

std::unique_ptr<Relaxation> make_nearest_neighbour_estimator(double) {
  return std::make_unique<Point>(true);
}

std::unique_ptr<Relaxation> make_continuous_estimator(double) {
  return std::make_unique<Point>(false);
}

std::unique_ptr<Relaxation> make_embedding_estimator(std::string_view name, double sharpness) {
#define VARIANT(name) make_##name,
  static constexpr auto kMakers = std::to_array<MakeEmbeddingEstimator*>({
#include <lingan/gan/strategies/embedding_estimators.def>
  });
#undef VARIANT
  const EmbeddingEstimatorCard& card = find_card(embedding_estimators(), name, "estimator");
  return kMakers[&card - embedding_estimators().data()](sharpness);
}

}  // namespace lingan
