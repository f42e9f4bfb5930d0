/// Tokens as points of the embedding space: Zhang et al. 2017 (TextGAN).
///
/// The mixture softmax(kappa (o + g)) E is fed back to G, and D sees the same weights through its
/// own table. TextGAN's sentences differ by a latent code alone; here the Gumbel noise g does that
/// part, so that as kappa grows the mixture becomes the embedding of the token that sampling at
/// temperature 1 draws, and training and sampling meet.
#include <limits>

#include <lingan/gan/strategies/embedding.h>
#include <lingan/gan/strategies/relaxed_sentences.h>
#include <lingan/gan/strategies/temperature_schedule.h>

namespace lingan {
namespace {

/// softmax(kappa o) E, with annealed kappa.
class SoftArgmax final : public Relaxation {
 public:
  explicit SoftArgmax(double kappa) : kappa_(kappa) {}

  RelaxedToken relax(const torch::Tensor& perturbed,
                     const torch::Tensor& embeddings) const override {
    RelaxedToken token;
    token.shown = torch::softmax(kappa_ * perturbed, 1);
    token.hard = perturbed.detach().argmax(1);
    token.fed = token.shown.matmul(embeddings);
    return token;
  }

 private:
  double kappa_;
};

/// The token of each point [B, E] whose embedding is nearest, of those that can be drawn.
torch::Tensor nearest_token(const torch::Tensor& points, const torch::Tensor& embeddings,
                            SpecialTokens specials) {
  // |x - e|^2 = |x|^2 - 2 x e + |e|^2; the first term is the same for all tokens.
  auto distance = embeddings.square().sum(1) - 2 * points.matmul(embeddings.t());
  if (specials.eos >= 0) {
    for (const int32_t never : {specials.pad, specials.bos}) {
      if (never >= 0) distance.select(1, never).fill_(std::numeric_limits<float>::infinity());
    }
  }
  return distance.argmin(1);
}

/// The mixture moved to the nearest embedding; backward, as if it had not been moved.
class NearestNeighbour final : public Relaxation {
 public:
  NearestNeighbour(double kappa, SpecialTokens specials) : kappa_(kappa), specials_(specials) {}

  RelaxedToken relax(const torch::Tensor& perturbed,
                     const torch::Tensor& embeddings) const override {
    RelaxedToken token;
    const auto soft = torch::softmax(kappa_ * perturbed, 1);
    token.hard = nearest_token(soft.matmul(embeddings).detach(), embeddings.detach(), specials_);
    const auto one_hot = torch::one_hot(token.hard, perturbed.size(1)).to(soft.dtype());
    // The same weights place the token in G's space and in D's.
    token.shown = one_hot + (soft - soft.detach());
    token.fed = token.shown.matmul(embeddings);
    return token;
  }

 private:
  double kappa_;
  SpecialTokens specials_;
};

class Embedding final : public Strategy {
 public:
  explicit Embedding(const EmbeddingOptions& options)
      : sharpness_(options.sharpness),
        estimator_(find_card(embedding_estimators(), options.estimator, "estimator")),
        schedule_(find_card(temperature_schedules(), options.schedule, "schedule")) {}

  StepReport update_generator(StepContext& context) override {
    StepReport report = pathwise_step(context, *relaxation(context));
    report.values["sharpness"] = torch::full_like(report.gradient_norm, sharpness(context));
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return relaxed_fakes(context, *relaxation(context), rows, first_row);
  }

  bool depends_on_total_steps() const override { return schedule_.depends_on_total_steps(); }

 private:
  double sharpness(const StepContext& context) const {
    return schedule_.inverse_temperature(sharpness_, context.step, context.total_steps);
  }
  std::unique_ptr<Relaxation> relaxation(const StepContext& context) const {
    if (estimator_.straight_through) {
      return std::make_unique<NearestNeighbour>(sharpness(context), context.specials);
    }
    return std::make_unique<SoftArgmax>(sharpness(context));
  }

  double sharpness_;  // kappa at the end
  const EstimatorCard& estimator_;
  const TemperatureSchedule& schedule_;
};

}  // namespace

std::unique_ptr<Strategy> make_embedding(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Embedding>(options.get<EmbeddingOptions>());
}

}  // namespace lingan
