/// A variational auto-encoder of sentences: Bowman et al. 2016. An encoder gives q(z | x), and G,
/// whose first state z sets, has to write the sentence again, with words of its input left out
/// (sec. 3.1). Both raise the evidence lower bound, whose KL term counts little at first. There is
/// no discriminator.
#include <lingan/gan/strategies/variational.h>

#include <memory>
#include <string>

#include <lingan/gan/strategies/evidence_bound.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/reconstruction.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/strategies/temperature_schedule.h>
#include <lingan/model/generators/code_encoder.h>

namespace lingan {
namespace {

class Variational final : public Strategy {
 public:
  explicit Variational(const VariationalOptions& options)
      : options_(options),
        path_{.schedule = find_card(temperature_schedules(), options.kl_schedule, "schedule"),
              .start = 1.0,
              .end = 2.0,
              .steps = options.kl_schedule_steps} {}

  std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) override {
    encoder_ = std::make_shared<CodeEncoder>(generator.options(), options_.encoder_width, stream);
    return {{std::string(kEncoder), encoder_}};
  }

  /// A step of both down the negative bound, of a mean sentence.
  StepReport update_generator(StepContext& context) override {
    Optimizer& of_encoder = *context.network_optimizers.at(std::string(kEncoder));
    const Posterior posterior = encoder_->forward(context.real);
    const auto divergence = posterior.divergence();
    const auto reconstruction = reconstruct(context, posterior);
    const double weight = kl_weight(context);
    of_encoder.zero_grad();
    StepReport report =
        minimize(context, reconstruction + weight * free_bits_cost(divergence, options_.free_bits));
    of_encoder.step(context.progress());
    report.values["reconstruction"] = reconstruction.detach();
    report.values["kl"] = divergence.detach().sum(1).mean();
    report.values["kl-weight"] = torch::full({}, weight);
    return report;
  }

  bool depends_on_total_steps() const override { return path_.depends_on_total_steps(); }

  /// See bound_figures().
  std::map<std::string, double> held_out_figures(StepContext& context) override {
    const torch::NoGradGuard no_gradient;
    const GeneratorStepScope scope(context.generator, nullptr);
    const AveragedWeights averaged(*context.network_optimizers.at(std::string(kEncoder)));
    return bound_figures(context.generator, context.real, encoder_->forward(context.real),
                         context.seed);
  }

 private:
  /// beta goes from 1 to 2, and the weight from 0 to 1.
  double kl_weight(const StepContext& context) const {
    const bool is_over = path_.steps > 0 && context.step >= path_.steps;
    return is_over ? 1.0 : path_.at(context.step, context.total_steps) - 1.0;
  }

  /// -ln p(x | z) of a code of each real sentence, the mean over sentences: a scalar.
  static torch::Tensor reconstruct(StepContext& context, const Posterior& posterior) {
    Sentences coded = context.real;
    coded.latent = posterior.codes(step_noise(context, Purpose::kNoise, coded.rows()));
    return reconstruction_loss(context.generator, coded);
  }

  VariationalOptions options_;
  TemperaturePath path_;
  std::shared_ptr<CodeEncoder> encoder_;
};

}  // namespace

std::unique_ptr<Strategy> make_variational(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Variational>(options.get<VariationalOptions>());
}

}  // namespace lingan
