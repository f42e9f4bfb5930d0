/// Unpaired style transfer: Zhu et al. 2017, Unpaired Image-to-Image Translation using
/// Cycle-Consistent Adversarial Networks. G: A -> B and F: B -> A are one network, which reads a
/// sentence and is told the label to write (Choi et al. 2018, eq. 5 and 6; Dai et al. 2019), and so
/// are D_A and D_B one with a class for each label (Dai et al. 2019, multi-class discriminator). G
/// is to be taken for text of the label (eq. 1), and what it wrote, read again, has to give the
/// sentence back (eq. 2). Tokens in between are relaxed, so that the way back teaches both.
#include <lingan/gan/strategies/cycle.h>

#include <memory>

#include <lingan/gan/strategies/cycle_consistency.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/gumbel_relaxation.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/strategies/transfer_figures.h>
#include <lingan/model/sentences/chosen_sentences.h>

namespace lingan {
namespace {

class Cycle final : public Strategy {
 public:
  Cycle(const CycleOptions& options, const GumbelSoftmaxOptions& relaxed)
      : options_(options), relaxed_(relaxed), path_(temperature_path(relaxed)) {
    gumbel_estimator(relaxed.estimator);
  }

  /// A step down adversarial + lambda cycle + identity (eq. 3; sec. 5.2), both directions at once:
  /// real sentences are of all labels.
  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const Sentences& real = context.real;
    const Sentences fake = rewritten(context.generator, real, relaxation(context),
                                     request(context, Purpose::kNoise, 0));
    const auto adversarial = context.objective.generator_loss(*context.discriminator, real, fake);
    const auto cycle = reconstruction_loss(context.generator, real, fake);
    auto loss = adversarial + options_.cycle_weight * cycle;
    std::map<std::string, torch::Tensor> values = {{"adversarial", adversarial.detach()},
                                                   {"cycle", cycle.detach()}};
    if (options_.identity_weight > 0) {
      const auto identity = reconstruction_loss(context.generator, real, real);
      loss = loss + options_.identity_weight * identity;
      values["identity"] = identity.detach();
    }
    StepReport report = minimize(context, loss);
    report.values = std::move(values);
    report.values["inverse-temperature"] = torch::full_like(report.gradient_norm, beta(context));
    return report;
  }

  /// Real sentences, written again.
  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    const torch::NoGradGuard no_gradient;
    const GeneratorStepScope scope(context.generator, context.discriminator);
    return rewritten(context.generator, sentences_in_turn(context.real, first_row, rows),
                     relaxation(context), request(context, Purpose::kNegatives, first_row));
  }

  bool depends_on_total_steps() const override { return path_.depends_on_total_steps(); }

  std::map<std::string, double> held_out_figures(StepContext& context) override {
    return figures_.of(context.generator, context.real, context.length);
  }

 private:
  double beta(const StepContext& context) const {
    return path_.at(context.step, context.total_steps);
  }
  GumbelSoftmaxRelaxation relaxation(const StepContext& context) const {
    return {relaxed_, beta(context)};
  }

  static RelaxedRequest request(const StepContext& context, Purpose purpose, uint64_t first_row) {
    return {.stream = {context.seed, purpose, static_cast<uint32_t>(context.step)},
            .first_row = first_row,
            .length = context.length};
  }

  CycleOptions options_;
  GumbelSoftmaxOptions relaxed_;
  TemperaturePath path_;
  TransferFigures figures_;
};

}  // namespace

std::unique_ptr<Strategy> make_cycle(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Cycle>(options.get<CycleOptions>(), options.get<GumbelSoftmaxOptions>());
}

}  // namespace lingan
