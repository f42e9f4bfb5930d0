/// Sampled tokens, and the rewards of all others by D's slope: Lin, Chen & Lee 2020 (TaylorGAN).
#include <lingan/gan/strategies/taylor.h>

#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/pseudo_rewards.h>
#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/gan/strategies/step_sampler.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {
namespace {

class Taylor final : public Strategy {
 public:
  explicit Taylor(const TaylorOptions& options)
      : options_(options), baseline_(make_baseline("moving-average", options.baseline_decay)) {}

  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const Sentences sampled =
        sampler_.sample(context, Purpose::kSample, context.batch_size, 0).sentences;
    const SentenceValue reward =
        make_reward(options_.reward, sampler_.reward_request(context, options_.log_ratio_bound));
    const PseudoRewards judged = pseudo_rewards(*context.discriminator, reward, sampled);
    const auto mask = token_mask(sampled);
    StepReport report = minimize(context, loss(context, sampled.tokens, judged, mask / mask.sum()));
    report.values["reward"] = sampler_.or_not_a_number(judged.rewards.mean());
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return sampler_.sample(context, Purpose::kNegatives, rows, first_row).sentences;
  }

  std::map<std::string, torch::Tensor> state() const override { return baseline_->state(); }
  void restore(const std::map<std::string, torch::Tensor>& state) override {
    baseline_->restore(state);
  }

 private:
  /// A(v) = r - b + <dr/de_t, E_v - e_t>, [B, T, V].
  torch::Tensor advantages(const PseudoRewards& judged) {
    const auto rewards = judged.rewards.unsqueeze(1);
    const auto zeroth = rewards - baseline_->value({rewards, torch::ones_like(rewards)});
    return zeroth.unsqueeze(2) + judged.changes;
  }

  /// -sum_v w(v) A(v) p(v | y_<t) less the entropy bonus, the mean over tokens.
  /// @param unit  the weight of each token, [B, T].
  torch::Tensor loss(StepContext& context, const torch::Tensor& tokens, const PseudoRewards& judged,
                     const torch::Tensor& unit) {
    const auto log_softmax = torch::log_softmax(context.generator.forward(tokens), -1);
    const auto probability = log_softmax.exp();
    const auto weights = kernel_weights(tokens.flatten(), probability.flatten(0, 1),
                                        context.discriminator->embeddings(), options_.bandwidth)
                             .view_as(probability);
    auto worth = sampler_.or_not_a_number(weights * advantages(judged)) * probability;
    if (options_.entropy_bonus > 0) {
      worth = worth - options_.entropy_bonus * probability * log_softmax;
    }
    return -(worth.sum(-1) * unit).sum();
  }

  TaylorOptions options_;
  std::unique_ptr<Baseline> baseline_;
  StepSampler sampler_;
};

}  // namespace

std::unique_ptr<Strategy> make_taylor(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Taylor>(options.get<TaylorOptions>());
}

}  // namespace lingan
