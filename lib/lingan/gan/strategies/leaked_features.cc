/// D's features leak to G: a manager's goals are moved towards where completions that D likes have
/// gone, and a worker's tokens are rewarded for going towards the goals: Guo et al. 2018 (LeakGAN),
/// sec. 3.2 and 3.3.
#include <lingan/gan/strategies/leaked_features.h>

#include <memory>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/intrinsic_rewards.h>
#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/reward_shape.h>
#include <lingan/gan/strategies/rewarder.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/gan/strategies/shuffled_rewards.h>
#include <lingan/gan/strategies/step_sampler.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/model/generators/leaked_generator.h>
#include <lingan/model/sentences/hard_sentences.h>

namespace lingan {
namespace {

/// Of the goals of tokens 0, c, 2c, ... of every sentence, [B, T / c rounded up].
struct GoalRewards {
  torch::Tensor starts;   ///< [n] int64: 0, c, 2c, ...
  torch::Tensor mask;     ///< 1 where a sentence goes on at the start, else 0
  torch::Tensor rewards;  ///< Q of the prefix that the goal has led to
};

/// Q of the prefix c tokens after each goal, or of the whole sentence where that is shorter.
/// @param rewards  [B, T], Q(t) of prefixes of t tokens.
GoalRewards rewards_of_goals(const torch::Tensor& rewards, const torch::Tensor& lengths,
                             int64_t steps) {
  const torch::Tensor starts = torch::arange(0, rewards.size(1), steps, lengths.options());
  const torch::Tensor ends = (starts + steps).unsqueeze(0).minimum(lengths.unsqueeze(1));
  return {.starts = starts,
          .mask = (starts.unsqueeze(0) < lengths.unsqueeze(1)).to(rewards.scalar_type()),
          .rewards = rewards.gather(1, (ends - 1).clamp_min(0))};
}

/// Their mean and standard deviation.
void add_figures(const GoalRewards& goals, StepReport& report) {
  const torch::Tensor count = goals.mask.sum();
  const torch::Tensor mean = (goals.rewards * goals.mask).sum() / count;
  const torch::Tensor squares = (goals.rewards - mean).square() * goals.mask;
  report.values["reward"] = mean;
  report.values["reward-deviation"] = (squares.sum() / count).sqrt();
}

class LeakedFeaturesStrategy final : public Strategy {
 public:
  LeakedFeaturesStrategy(const LeakedFeaturesOptions& options, const EngineOptions& engine)
      : options_(options),
        memory_budget_(static_cast<uint64_t>(engine.memory_budget) << 20),
        precision_(engine::precision_named(engine.precision)),
        shape_(make_reward_shape("rank", options.rank_steepness)) {}

  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    auto& generator = dynamic_cast<LeakedGenerator&>(context.generator);
    const HardSentences sampled = sampler_.sample(context, Purpose::kSample, context.batch_size, 0);
    const torch::Tensor& tokens = sampled.sentences.tokens;
    const torch::Tensor mask = token_mask(sampled.sentences);
    const GoalRewards of_goals = rewards_of_goals(
        rewards(context, generator, sampled), sampled.sentences.lengths, generator.goal_steps());
    const LeakedCourse course = generator.course(tokens);
    const torch::Tensor of_tokens = intrinsic_rewards(course, generator.goal_steps());
    const torch::Tensor shaped =
        shape_(dealt(context, of_goals.rewards, of_goals.mask), of_goals.mask) * of_goals.mask;
    const torch::Tensor goal_weights =
        torch::zeros_like(mask).index_copy(1, of_goals.starts, shaped);
    const torch::Tensor loss =
        generator.goal_loss(course, goal_weights) +
        generator.cross_entropy_of(course.hidden, tokens, dealt(context, of_tokens, mask) * mask);
    StepReport report = minimize(context, loss / mask.sum());
    add_figures(of_goals, report);
    report.values["worker-reward"] = (of_tokens * mask).sum() / mask.sum();
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return sampler_.sample(context, Purpose::kNegatives, rows, first_row).sentences;
  }

 private:
  /// Q(t) of sentences and of their prefixes of c, 2c, ... tokens, [B, T]; elsewhere 0.
  torch::Tensor rewards(const StepContext& context, const LeakedGenerator& generator,
                        const HardSentences& sentences) {
    const RewardRequest wanted = sampler_.reward_request(context, options_.log_ratio_bound);
    const Rewarder rewarder(*context.discriminator, make_reward(options_.reward, wanted),
                            precision_);
    engine::RolloutRequest request = rollout_request(context, options_.rollouts, memory_budget_);
    request.every = static_cast<int32_t>(generator.goal_steps());
    return rollout_rewards(*generator.rollouts(context.specials, precision_), sentences, request,
                           rewarder);
  }

  /// Rewards as they are, or of the control.
  torch::Tensor dealt(const StepContext& context, const torch::Tensor& rewards,
                      const torch::Tensor& mask) const {
    if (!options_.shuffle_rewards) return rewards;
    const auto step = static_cast<uint32_t>(context.step);
    return shuffled_rewards(rewards, mask, {context.seed, Purpose::kShuffledRewards, step});
  }

  LeakedFeaturesOptions options_;
  uint64_t memory_budget_;  // bytes
  engine::Precision precision_;
  RewardShape shape_;
  StepSampler sampler_;
};

}  // namespace

std::unique_ptr<Strategy> make_leaked_features(const OptionSet& options,
                                               const EngineOptions& engine) {
  return std::make_unique<LeakedFeaturesStrategy>(options.get<LeakedFeaturesOptions>(), engine);
}

}  // namespace lingan
