/// Tokens as vectors of an embedding space that G and D share: Goodfellow 2016 (tutorial),
/// sec. 8.4; Zhang et al. 2017 (TextGAN). No noise is added to a step: sentences differ by the
/// latent code that sets the generator's first state.
#include <lingan/gan/strategies/embedding.h>
#include <lingan/gan/strategies/relaxed_sentences.h>
#include <lingan/gan/strategies/temperature_schedule.h>

namespace lingan {
namespace {

/// softmax(kappa o) E, shown and fed back: Zhang et al. 2017, eq. 9.
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
/// or the embedding of that token with the point's gradient (Bengio et al. 2013, straight-through).
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

/// In the order of embedding_estimators().
enum class Estimator { kSoftArgmax, kNearestNeighbour, kContinuous };

Estimator estimator_named(const std::string& name) {
  const Card& card = find_card(embedding_estimators(), name, "estimator");
  return static_cast<Estimator>(&card - embedding_estimators().data());
}

class Embedding final : public Strategy {
 public:
  explicit Embedding(const EmbeddingOptions& options)
      : estimator_(estimator_named(options.estimator)),
        sharpness_(options.sharpness),
        schedule_(find_card(temperature_schedules(), options.schedule, "schedule")) {}

  StepReport update_generator(StepContext& context) override {
    StepReport report = pathwise_step(context, *relaxation(context));
    if (!is_soft()) return report;
    report.values["sharpness"] = torch::full_like(report.gradient_norm, sharpness(context));
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return relaxed_fakes(context, *relaxation(context), rows, first_row);
  }

  bool depends_on_total_steps() const override {
    return is_soft() && schedule_.depends_on_total_steps();
  }

 private:
  bool is_soft() const { return estimator_ == Estimator::kSoftArgmax; }
  double sharpness(const StepContext& context) const {
    return schedule_.inverse_temperature(sharpness_, context.step, context.total_steps);
  }
  std::unique_ptr<Relaxation> relaxation(const StepContext& context) const {
    if (is_soft()) return std::make_unique<SoftArgmax>(sharpness(context));
    return std::make_unique<Point>(estimator_ == Estimator::kNearestNeighbour);
  }

  Estimator estimator_;
  double sharpness_;  // at the end of the schedule
  const TemperatureSchedule& schedule_;
};

}  // namespace

std::unique_ptr<Strategy> make_embedding(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Embedding>(options.get<EmbeddingOptions>());
}

}  // namespace lingan
