#include <lingan/gan/gradients/score_function_estimate.h>

#include <algorithm>

#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/rollout_rewards.h>

namespace lingan {
namespace {

/// Sentences whose probabilities [n, T, V] are in memory at a time.
constexpr int64_t kChunk = 64;

class ScoreFunctionEstimate final : public SampledEstimate {
 public:
  ScoreFunctionEstimate(const SampledEstimatorCard& card,
                        const gradients::EstimatorSettings& settings, const EstimateSource& source)
      : source_(source),
        sentences_count_(settings.samples),
        rollouts_(card.by_rollouts ? static_cast<int32_t>(settings.rollouts) : 0),
        baseline_(make_baseline(card.variant, 0.0)) {}

  EstimateCost make(int64_t number) override {
    StepContext context = source_.context;
    context.step = number;
    const HardSentences sampled = sampler_.sample(context, Purpose::kSample, sentences_count_, 0);
    const Rewarder rewarder = source_.reward.rewarder();
    const auto mask = token_mask(sampled.sentences);
    const auto rewards = this->rewards(context, sampled, rewarder);
    double greedy_tokens = 0.0;
    const auto greedy = [&] {
      engine::SampleRequest request = step_request(context, Purpose::kSample, 1, 0);
      request.options.greedy = true;
      const HardSentences likeliest = sampler_.sample(context.generator, request);
      greedy_tokens = likeliest.sentences.lengths.to(torch::kFloat64).sum().item<double>();
      return rewarder.rewards(likeliest);
    };
    const auto baseline = baseline_->value({.rewards = rewards, .mask = mask, .greedy = greedy});
    sentences_ = sampled.sentences;
    weights_ = (rewards - baseline) * mask / static_cast<double>(sentences_count_);
    const auto last = (sentences_.lengths - 1).clamp_min(0).unsqueeze(1);
    context.generator.zero_grad();
    context.generator.cross_entropy(sentences_.tokens, -weights_).backward();
    reward_ = rewards.gather(1, last).mean().item<double>();  // waits for a device
    return cost(greedy_tokens);
  }

  torch::Tensor by_position() const override {
    const torch::NoGradGuard no_gradient;
    Generator& generator = source_.context.generator;
    const torch::Tensor& tokens = sentences_.tokens;
    // sum_k A_kt (one-hot(y_kt) - p(. | y_k<t))
    auto gradient =
        torch::zeros({tokens.size(1), generator.options().vocabulary_size}, weights_.options());
    gradient.scatter_add_(1, tokens.t(), weights_.t());
    for (int64_t first = 0; first < tokens.size(0); first += kChunk) {
      const int64_t count = std::min(kChunk, tokens.size(0) - first);
      const auto policy = torch::softmax(generator.forward(tokens.narrow(0, first, count)), -1);
      gradient -= (weights_.narrow(0, first, count).unsqueeze(2) * policy).sum(0);
    }
    return gradient;
  }

  double reward() const override { return reward_; }

 private:
  /// A before its baseline: [K, T].
  torch::Tensor rewards(const StepContext& context, const HardSentences& sampled,
                        const Rewarder& rewarder) const {
    if (rollouts_ == 0) return finished_rewards(sampled, 1.0, rewarder);
    const auto completing =
        context.generator.rollouts(context.specials, source_.reward.precision());
    const auto request =
        rollout_request(context, rollouts_, engine::RolloutRequest{}.memory_budget);
    return rollout_rewards(*completing, sampled, request, rewarder);
  }

  /// G completes a prefix of its own sentence as it wrote it, so that all that stand for one
  /// sentence of L tokens have M (1 + 2 + .. + L - 1) tokens in the mean.
  /// @param greedy_tokens  of the likeliest sentence; 0: it was not drawn.
  EstimateCost cost(double greedy_tokens) const {
    const auto lengths = sentences_.lengths.to(torch::kFloat64);
    const double tokens = lengths.sum().item<double>();
    const double prefixes = tokens - static_cast<double>(sentences_count_);
    const double completed = (lengths * (lengths - 1) / 2).sum().item<double>();
    return {.reward_calls = static_cast<double>(sentences_count_) + rollouts_ * prefixes +
                            (greedy_tokens > 0 ? 1 : 0),
            .tokens = tokens + rollouts_ * completed + greedy_tokens};
  }

  const EstimateSource& source_;
  int64_t sentences_count_;  // K
  int32_t rollouts_;         // M; 0: rewards of whole sentences
  std::unique_ptr<Baseline> baseline_;
  StepSampler sampler_;
  Sentences sentences_;    // of the last estimate
  torch::Tensor weights_;  // [K, T], A / K
  double reward_ = 0.0;
};

}  // namespace

std::unique_ptr<SampledEstimate> make_score_function_estimate(
    const SampledEstimatorCard& card, const gradients::EstimatorSettings& settings,
    const EstimateSource& source) {
  return std::make_unique<ScoreFunctionEstimate>(card, settings, source);
}

}  // namespace lingan
