/// Sampled tokens, and the rewards of all others by D's slope: Lin, Chen & Lee 2020 (TaylorGAN).
#include <lingan/gan/strategies/taylor.h>

#include <limits>

#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/pseudo_rewards.h>
#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/hard_sentences.h>

namespace lingan {
namespace {

class Taylor final : public Strategy {
 public:
  explicit Taylor(const TaylorOptions& options)
      : options_(options),
        baseline_(make_baseline("moving-average", options.baseline_decay)),
        diverged_(torch::zeros({1}, torch::dtype(torch::kInt32).device(compute_device()))) {}

  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const Sentences sampled = sample(context, Purpose::kSample, context.batch_size, 0);
    const PseudoRewards judged = pseudo_rewards(*context.discriminator, reward(context), sampled);
    const auto mask = token_mask(sampled);
    StepReport report = minimize(context, loss(context, sampled.tokens, judged, mask / mask.sum()));
    report.values["reward"] = or_not_a_number(judged.rewards.mean());
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return sample(context, Purpose::kNegatives, rows, first_row);
  }

  std::map<std::string, torch::Tensor> state() const override { return baseline_->state(); }
  void restore(const std::map<std::string, torch::Tensor>& state) override {
    baseline_->restore(state);
  }

 private:
  Sentences sample(const StepContext& context, Purpose purpose, int64_t rows, uint64_t first_row) {
    return sample_sentences(*context.generator.rollouts(context.specials),
                            step_request(context, purpose, rows, first_row), diverged_)
        .sentences;
  }

  SentenceValue reward(StepContext& context) {
    const auto batch = static_cast<uint64_t>(context.batch_size);
    return make_reward(
        options_.reward,
        {.discriminator = *context.discriminator,
         .objective = context.objective,
         .real = context.real,
         .fakes = [&] { return sample(context, Purpose::kSample, context.batch_size, batch); },
         .log_ratio_bound = options_.log_ratio_bound});
  }

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
    auto worth = or_not_a_number(weights * advantages(judged)) * probability;
    if (options_.entropy_bonus > 0) {
      worth = worth - options_.entropy_bonus * probability * log_softmax;
    }
    return -(worth.sum(-1) * unit).sum();
  }

  /// Figures of a step; not numbers where a device flagged logits that are not finite.
  torch::Tensor or_not_a_number(const torch::Tensor& values) const {
    return values.masked_fill((diverged_ > 0).squeeze(), std::numeric_limits<float>::quiet_NaN());
  }

  TaylorOptions options_;
  std::unique_ptr<Baseline> baseline_;
  torch::Tensor diverged_;  // [1] int32: 1 after a device met logits that are not finite
};

}  // namespace

std::unique_ptr<Strategy> make_taylor(const OptionSet& options, const EngineOptions&) {
  return std::make_unique<Taylor>(options.get<TaylorOptions>());
}

}  // namespace lingan
