/// The discriminator is the generator over an earlier one of itself, sigma(ln G - ln G0), so that
/// to learn to discriminate is to learn to generate, and no gradient has to pass through tokens:
/// Montahaei et al. 2021 (DGSAN); Zheng et al. 2025 (DDO). There is no other discriminator.
#include <lingan/gan/strategies/likelihood_ratio.h>

#include <memory>

#include <lingan/gan/strategies/delayed_policy.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/likelihood_ratio_loss.h>
#include <lingan/gan/strategies/step_sampler.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {
namespace {

/// G where it is, kept as it is.
DelayedPolicy frozen() { return DelayedPolicy(1.0, "reference"); }

class LikelihoodRatio final : public Strategy {
 public:
  explicit LikelihoodRatio(const LikelihoodRatioOptions& options) : options_(options) {}

  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const bool is_due =
        options_.reference_every > 0 && context.step % options_.reference_every == 0;
    if (is_due) reference_ = frozen();
    const LikelihoodRatioLoss ratio = loss(context, reference_.policy(context.generator));
    const auto one = sampler_.or_not_a_number(torch::ones_like(ratio.real_ratio));
    StepReport report = minimize(context, ratio.loss * one);  // its gradient, too, is no number
    report.values["real-log-ratio"] = ratio.real_ratio;
    report.values["fake-log-ratio"] = ratio.fake_ratio;
    return report;
  }

  std::map<std::string, torch::Tensor> state() const override { return reference_.state(); }
  void restore(const std::map<std::string, torch::Tensor>& state) override {
    reference_.restore(state);
  }

 private:
  LikelihoodRatioLoss loss(const StepContext& context, Generator& reference) {
    const LikelihoodRatioTerms terms = {.alpha = options_.alpha, .beta = options_.beta};
    if (options_.level == "tokens") {
      return token_ratio_loss(context.generator, reference, context.real, terms);
    }
    const Sentences fakes =
        sampler_.sample(reference, step_request(context, Purpose::kSample, context.batch_size, 0))
            .sentences;
    return sentence_ratio_loss(context.generator, reference, context.real, fakes, terms);
  }

  LikelihoodRatioOptions options_;
  StepSampler sampler_;
  DelayedPolicy reference_ = frozen();
};

}  // namespace

std::unique_ptr<Strategy> make_likelihood_ratio(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<LikelihoodRatio>(options.get<LikelihoodRatioOptions>());
}

}  // namespace lingan
