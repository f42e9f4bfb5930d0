/// Holes of masked sentences filled word by word, each rewarded by D: Fedus et al. 2018 (MaskGAN),
/// sec. 3.
#include <lingan/gan/strategies/in_filling.h>

#include <memory>
#include <string>

#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/rewarder.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/gan/strategies/shuffled_rewards.h>
#include <lingan/gan/strategies/step_sampler.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/model/sentences/holes.h>

namespace lingan {
namespace {

/// What D's output is cut to for the reward `ratio`.
constexpr double kLogRatioBound = 2.5;

class InFilling final : public Strategy {
 public:
  InFilling(const InFillingOptions& options, const EngineOptions& engine)
      : options_(options),
        precision_(engine::precision_named(engine.precision)),
        critic_(make_baseline("critic", 0.0)) {}

  std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) override {
    holes_ = std::make_unique<Holes>(generator.options().sources, generator.options().specials.bos);
    return critic_->make_networks(generator, stream);
  }

  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const HardSentences filled = fill(context, Purpose::kSample, context.batch_size, 0);
    const Sentences& sentences = filled.sentences;
    const auto mask = open_tokens(sentences);
    const auto rewards = this->rewards(context, filled, mask);
    const auto weights = sampler_.or_not_a_number(advantages(context, sentences, rewards, mask));
    const auto count = mask.sum().clamp_min(1);
    StepReport report = minimize(context, context.generator.cross_entropy(
                                              sentences.tokens, weights / count, sentences.labels));
    for (const auto& [name, figure] : critic_->figures()) {
      report.values[name] = sampler_.or_not_a_number(figure);
    }
    report.values["reward"] = sampler_.or_not_a_number((rewards * mask).sum() / count);
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return fill(context, Purpose::kNegatives, rows, first_row).sentences;
  }

 private:
  /// Other masked sentences at every step: each has the same holes wherever it comes up.
  HardSentences fill(const StepContext& context, Purpose purpose, int64_t rows,
                     uint64_t first_row) {
    const auto earlier = static_cast<uint64_t>(context.step * context.batch_size);
    return sampler_.sample(context, purpose, rows, earlier + first_row);
  }

  /// [B, T], 1 where a word filled a hole. Without sources all words did.
  torch::Tensor open_tokens(const Sentences& sentences) {
    if (!holes_->any()) return token_mask(sentences);
    return holes_->open(sentences.labels, sentences.tokens.size(1));
  }

  /// R_t = sum over s in t..T of discount^(s - t) r_s, of filled words alone: [B, T]. Source:
  /// eq. 5.
  torch::Tensor rewards(const StepContext& context, const HardSentences& filled,
                        const torch::Tensor& mask) {
    const RewardRequest wanted = sampler_.reward_request(context, kLogRatioBound);
    const Rewarder rewarder(*context.discriminator, make_reward(options_.reward, wanted),
                            precision_);
    const auto rewards = judges_tokens(context.discriminator->options())
                             ? discounted_sums(rewarder.rewards(filled), mask, options_.discount)
                             : finished_rewards(filled, options_.discount, rewarder);
    if (!options_.shuffle_rewards) return rewards;
    const auto step = static_cast<uint32_t>(context.step);
    return shuffled_rewards(rewards, mask, {context.seed, Purpose::kShuffledRewards, step});
  }

  /// R - b, cut, of filled words: [B, T], 0 elsewhere. Source: eq. 6.
  torch::Tensor advantages(const StepContext& context, const Sentences& sentences,
                           const torch::Tensor& rewards, const torch::Tensor& mask) {
    const StepRewards step = {
        .rewards = rewards,
        .mask = mask,
        .tokens = sentences.tokens,
        .optimizer = context.network_optimizers.at(std::string(kCritic)).get(),
        .progress = context.progress()};
    const auto advantages = (rewards - critic_->value(step)) * mask;
    if (options_.advantage_clip == 0) return advantages;
    return advantages.clamp(-options_.advantage_clip, options_.advantage_clip);
  }

  InFillingOptions options_;
  engine::Precision precision_;
  std::unique_ptr<Baseline> critic_;
  std::unique_ptr<Holes> holes_;  // of the generator's sources
  StepSampler sampler_;
};

}  // namespace

std::unique_ptr<Strategy> make_in_filling(const OptionSet& options, const EngineOptions& engine) {
  return std::make_unique<InFilling>(options.get<InFillingOptions>(), engine);
}

}  // namespace lingan
