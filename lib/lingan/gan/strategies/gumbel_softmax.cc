/// Relaxed tokens softmax(beta (o + g)): Jang et al. 2017; Maddison et al. 2017; for text, Kusner &
/// Hernandez-Lobato 2016 (GSGAN) and Nie et al. 2019 (RelGAN).
#include <lingan/gan/strategies/gumbel_softmax.h>

#include <lingan/gan/strategies/gumbel_estimators.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>

namespace lingan {
namespace {

class GumbelSoftmax final : public Strategy {
 public:
  explicit GumbelSoftmax(const GumbelSoftmaxOptions& options)
      : options_(options), path_(temperature_path(options)) {
    gumbel_estimator(options.estimator);
  }

  StepReport update_generator(StepContext& context) override {
    StepReport report = pathwise_step(context, relaxation(context));
    report.values["inverse-temperature"] =
        torch::full_like(report.gradient_norm, path_.at(context.step, context.total_steps));
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return relaxed_fakes(context, relaxation(context), rows, first_row);
  }

  bool depends_on_total_steps() const override { return path_.depends_on_total_steps(); }

 private:
  GumbelSoftmaxRelaxation relaxation(const StepContext& context) const {
    return {options_, path_.at(context.step, context.total_steps)};
  }

  GumbelSoftmaxOptions options_;
  TemperaturePath path_;
};

}  // namespace

std::unique_ptr<Strategy> make_gumbel_softmax(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<GumbelSoftmax>(options.get<GumbelSoftmaxOptions>());
}

}  // namespace lingan
