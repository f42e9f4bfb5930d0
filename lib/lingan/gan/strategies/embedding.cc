/// Tokens as vectors of an embedding space that G and D share: Goodfellow 2016 (tutorial),
/// sec. 8.4; Zhang et al. 2017 (TextGAN). No noise is added to a step: sentences differ by the
/// latent code that sets the generator's first state.
#include <lingan/gan/strategies/embedding.h>
#include <lingan/gan/strategies/embedding_estimator_cards.h>
#include <lingan/gan/strategies/embedding_estimators.h>
#include <lingan/gan/strategies/relaxed_sentences.h>
#include <lingan/gan/strategies/temperature_schedule.h>

namespace lingan {
namespace {

class Embedding final : public Strategy {
 public:
  explicit Embedding(const EmbeddingOptions& options)
      : estimator_(find_card(embedding_estimators(), options.estimator, "estimator")),
        sharpness_(options.sharpness),
        schedule_(find_card(temperature_schedules(), options.schedule, "schedule")) {}

  StepReport update_generator(StepContext& context) override {
    StepReport report = pathwise_step(context, *relaxation(context));
    if (!estimator_.by_sharpness) return report;
    report.values["sharpness"] = torch::full_like(report.gradient_norm, sharpness(context));
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return relaxed_fakes(context, *relaxation(context), rows, first_row);
  }

  bool depends_on_total_steps() const override {
    return estimator_.by_sharpness && schedule_.depends_on_total_steps();
  }

 private:
  double sharpness(const StepContext& context) const {
    return schedule_.inverse_temperature(sharpness_, context.step, context.total_steps);
  }
  std::unique_ptr<Relaxation> relaxation(const StepContext& context) const {
    return make_embedding_estimator(estimator_.name, sharpness(context));
  }

  const EmbeddingEstimatorCard& estimator_;
  double sharpness_;  // at the end of the schedule
  const TemperatureSchedule& schedule_;
};

}  // namespace

std::unique_ptr<Strategy> make_embedding(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Embedding>(options.get<EmbeddingOptions>());
}

}  // namespace lingan
