/// A language model learns G's sentences and unlearns the text, so that what it finds novel is what
/// G does not write and the text has; G is rewarded for being novel to it, by policy gradient: Xu
/// et al. 2018 (DP-GAN). There is no other discriminator.
#include <lingan/gan/strategies/novelty.h>

#include <memory>
#include <string>

#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/novelty_rewards.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/gan/strategies/step_sampler.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {
namespace {

/// Of the moving average, as of policy gradient by default.
constexpr double kBaselineDecay = 0.9;

class Novelty final : public Strategy {
 public:
  explicit Novelty(const NoveltyOptions& options)
      : options_(options), baseline_(make_baseline(options_.baseline, kBaselineDecay)) {}

  std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) override {
    GeneratorOptions options = generator.options();
    options.hidden_width = options_.language_model_width;
    options.tied_embeddings = false;
    options.input_dropout = options.output_dropout = options.word_dropout = 0;
    language_model_ = make_generator(options, stream);
    return {{std::string(kLanguageModel), language_model_}};
  }

  /// A step of G, then one of the language model, by the same sentences.
  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const Sentences sampled =
        sampler_.sample(context, Purpose::kSample, context.batch_size, 0).sentences;
    const auto mask = token_mask(sampled);
    const auto of_samples = novelty_of(context, sampled),
               of_real = novelty_of(context, context.real);
    const auto rewards = novelty_rewards(of_samples, mask, options_);
    const auto advantages = (rewards - baseline_->value({.rewards = rewards, .mask = mask})) * mask;
    const auto weights = sampler_.or_not_a_number(advantages) / mask.sum().clamp_min(1);
    StepReport report = minimize(context, context.generator.cross_entropy(sampled.tokens, weights));
    report.values["reward"] = sampler_.or_not_a_number(rewards.sum() / mask.sum().clamp_min(1));
    report.values["sample-novelty"] = of_samples.sum() / mask.sum().clamp_min(1);
    report.values["real-novelty"] = of_real.sum() / token_mask(context.real).sum();
    update_language_model(context, sampled);
    return report;
  }

  std::map<std::string, torch::Tensor> state() const override { return baseline_->state(); }
  void restore(const std::map<std::string, torch::Tensor>& state) override {
    baseline_->restore(state);
  }

 private:
  static Optimizer& optimizer(const StepContext& context) {
    return *context.network_optimizers.at(std::string(kLanguageModel));
  }

  /// To the average of the language model's weights, where one is taken.
  torch::Tensor novelty_of(const StepContext& context, const Sentences& sentences) {
    const AveragedWeights averaged(optimizer(context));
    return novelty(*language_model_, sentences);
  }

  void update_language_model(const StepContext& context, const Sentences& sampled) {
    descend(optimizer(context),
            novelty_loss(*language_model_, context.real, sampled, options_.real_weight),
            context.progress());
  }

  NoveltyOptions options_;
  std::unique_ptr<Baseline> baseline_;
  std::shared_ptr<Generator> language_model_;
  StepSampler sampler_;
};

}  // namespace

std::unique_ptr<Strategy> make_novelty(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Novelty>(options.get<NoveltyOptions>());
}

}  // namespace lingan
