/// Relaxed tokens softmax(beta (o + g)): Jang et al. 2017; Maddison et al. 2017; for text, Kusner &
/// Hernandez-Lobato 2016 (GSGAN) and Nie et al. 2019 (RelGAN).
#include <lingan/gan/strategies/gumbel_softmax.h>
#include <lingan/gan/strategies/relaxed_sentences.h>
#include <lingan/gan/strategies/temperature_schedule.h>

namespace lingan {
namespace {

class GumbelSoftmaxRelaxation final : public Relaxation {
 public:
  GumbelSoftmaxRelaxation(bool straight_through, bool feed_hard, double beta)
      : straight_through_(straight_through), feed_hard_(feed_hard), beta_(beta) {}

  RelaxedToken relax(const torch::Tensor& perturbed,
                     const torch::Tensor& embeddings) const override {
    RelaxedToken token;
    const auto soft = torch::softmax(beta_ * perturbed, 1);
    token.hard = perturbed.detach().argmax(1);
    token.shown = soft;
    if (straight_through_) {
      // Forward the one-hot token, backward the softmax (Bengio et al. 2013).
      const auto one_hot = torch::one_hot(token.hard, perturbed.size(1)).to(soft.dtype());
      token.shown = one_hot + (soft - soft.detach());
    }
    token.fed =
        feed_hard_ ? torch::embedding(embeddings, token.hard) : token.shown.matmul(embeddings);
    return token;
  }

 private:
  bool straight_through_;
  bool feed_hard_;
  double beta_;  // inverse temperature
};

class GumbelSoftmax final : public Strategy {
 public:
  explicit GumbelSoftmax(const GumbelSoftmaxOptions& options)
      : options_(options),
        estimator_(find_card(gumbel_estimators(), options.estimator, "estimator")),
        schedule_(find_card(temperature_schedules(), options.schedule, "schedule")) {}

  StepReport update_generator(StepContext& context) override {
    StepReport report = pathwise_step(context, relaxation(context));
    report.values["inverse-temperature"] =
        torch::full_like(report.gradient_norm, inverse_temperature(context));
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return relaxed_fakes(context, relaxation(context), rows, first_row);
  }

  bool depends_on_total_steps() const override { return schedule_.depends_on_total_steps(); }

 private:
  double inverse_temperature(const StepContext& context) const {
    return schedule_.inverse_temperature(options_.inverse_temperature, context.step,
                                         context.total_steps);
  }
  GumbelSoftmaxRelaxation relaxation(const StepContext& context) const {
    return {estimator_.straight_through, options_.feed_hard, inverse_temperature(context)};
  }

  GumbelSoftmaxOptions options_;
  const EstimatorCard& estimator_;
  const TemperatureSchedule& schedule_;
};

}  // namespace

std::unique_ptr<Strategy> make_gumbel_softmax(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<GumbelSoftmax>(options.get<GumbelSoftmaxOptions>());
}

}  // namespace lingan
