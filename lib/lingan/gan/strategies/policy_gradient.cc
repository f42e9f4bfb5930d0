/// Tokens as actions, D's judgement as reward: Yu et al. 2017 (SeqGAN), algorithm 1; Williams 1992.
#include <limits>
#include <utility>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/delayed_policy.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/hard_sentences.h>

namespace lingan {
namespace {

class PolicyGradient final : public Strategy {
 public:
  PolicyGradient(const PolicyGradientOptions& options, const EngineOptions& engine)
      : options_(options),
        memory_budget_(static_cast<uint64_t>(engine.memory_budget) << 20),
        precision_(engine::precision_named(engine.precision)),
        policy_(options_.rollouts > 0 ? options_.rollout_update_rate : 0.0),
        baseline_(make_baseline(options_.baseline, options_.baseline_decay)),
        diverged_(torch::zeros({1}, torch::dtype(torch::kInt32).device(compute_device()))) {}

  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const HardSentences sampled = sample(context, Purpose::kSample, context.batch_size, 0);
    const auto mask = token_mask(sampled.sentences);
    const auto judged = this->rewards(context, sampled) * mask;
    // If a device flagged logits that are not finite, the loss is not finite, and the trainer
    // stops.
    const auto rewards = judged.masked_fill(diverged_ > 0, std::numeric_limits<float>::quiet_NaN());
    StepReport report = minimize(context, loss(context, sampled.sentences.tokens, rewards, mask));
    report.values["reward"] = rewards.sum() / mask.sum();
    policy_.update(context.generator);
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return sample(context, Purpose::kNegatives, rows, first_row).sentences;
  }

  std::map<std::string, torch::Tensor> state() const override {
    auto state = policy_.state();
    state.merge(baseline_->state());
    return state;
  }

  void restore(const std::map<std::string, torch::Tensor>& state) override {
    policy_.restore(state);
    baseline_->restore(state);
  }

 private:
  /// Sentences of G, where it is.
  HardSentences sample(const StepContext& context, Purpose purpose, int64_t rows,
                       uint64_t first_row) {
    engine::SampleRequest request;
    request.rows = rows;
    request.length = context.length;
    request.stream = {context.seed, purpose, static_cast<uint32_t>(context.step)};
    request.first_row = first_row;
    return sample_sentences(*context.generator.rollouts(context.specials), request, diverged_);
  }

  /// Q [B, T].
  torch::Tensor rewards(StepContext& context, const HardSentences& sentences) {
    if (options_.constant_reward > 0) {
      return torch::full(sentences.sentences.tokens.sizes(), options_.constant_reward,
                         torch::dtype(torch::kFloat32).device(compute_device()));
    }
    const Rewarder rewarder(context.discriminator, context.objective, context.real, precision_);
    if (options_.rollouts == 0) return finished_rewards(sentences, options_.discount, rewarder);
    const auto rollouts = policy_.policy(context.generator).rollouts(context.specials, precision_);
    engine::RolloutRequest request;
    request.rollouts = options_.rollouts;
    request.memory_budget = memory_budget_;
    request.stream = {context.seed, Purpose::kRollout, static_cast<uint32_t>(context.step)};
    return rollout_rewards(*rollouts, sentences, request, rewarder);
  }

  /// scale Q - b, cut where a bound is set: [B, T].
  torch::Tensor advantages(const torch::Tensor& rewards, const torch::Tensor& mask) {
    const auto scaled = rewards * options_.reward_scale;
    auto advantage = scaled - baseline_->value(scaled, mask);
    if (options_.reward_clip == 0) return advantage;
    return advantage.clamp(-options_.reward_clip, options_.reward_clip);
  }

  /// -sum (scale Q - b) ln p(y_t | y_<t), less the entropy bonus.
  torch::Tensor loss(StepContext& context, const torch::Tensor& tokens,
                     const torch::Tensor& rewards, const torch::Tensor& mask) {
    const auto count = mask.sum().clamp_min(1);
    auto weights = advantages(rewards, mask) * mask;
    if (!options_.sum_over_tokens) weights = weights / count;
    if (options_.entropy_bonus == 0) return context.generator.cross_entropy(tokens, weights);
    // The entropy needs every probability.
    const auto log_softmax = torch::log_softmax(context.generator.forward(tokens), -1);
    const auto log_probability = log_softmax.gather(-1, tokens.unsqueeze(-1)).squeeze(-1);
    const auto entropy = -(log_softmax.exp() * log_softmax).sum(-1);
    return -(weights * log_probability).sum() -
           options_.entropy_bonus * (entropy * mask).sum() / count;
  }

  PolicyGradientOptions options_;
  uint64_t memory_budget_;  // bytes
  engine::Precision precision_;
  DelayedPolicy policy_;
  std::unique_ptr<Baseline> baseline_;
  torch::Tensor diverged_;  // [1] int32: 1 after a device met logits that are not finite
};

}  // namespace

std::unique_ptr<Strategy> make_policy_gradient(const OptionSet& options,
                                               const EngineOptions& engine) {
  return std::make_unique<PolicyGradient>(options.get<PolicyGradientOptions>(), engine);
}

}  // namespace lingan
