/// Tokens as actions, D's judgement as reward: Yu et al. 2017 (SeqGAN), algorithm 1; Williams 1992.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/strategies/baseline.h>
#include <lingan/gan/strategies/cold_sampling.h>
#include <lingan/gan/strategies/delayed_policy.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/mixed_rows.h>
#include <lingan/gan/strategies/own_rewards.h>
#include <lingan/gan/strategies/policy_gradient.h>
#include <lingan/gan/strategies/policy_gradient_loss.h>
#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/reward_shape.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/gan/strategies/sentence_memory.h>
#include <lingan/gan/strategies/shuffled_rewards.h>
#include <lingan/gan/strategies/step_sampler.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/model/compute_device.h>
#include <lingan/model/sentences/hard_sentences.h>

namespace lingan {
namespace {

/// The optimizer of a network of the strategy's own; null: there is no such network.
Optimizer* optimizer_of(const StepContext& context, std::string_view network) {
  const auto entry = context.network_optimizers.find(std::string(network));
  return entry == context.network_optimizers.end() ? nullptr : entry->second.get();
}

/// Keeps the deviation of a batch of equal rewards a divisor.
constexpr double kTinyDivisor = 1e-6;

class PolicyGradient final : public Strategy {
 public:
  PolicyGradient(const PolicyGradientOptions& options, const EngineOptions& engine)
      : options_(options),
        memory_budget_(static_cast<uint64_t>(engine.memory_budget) << 20),
        precision_(engine::precision_named(engine.precision)),
        policy_(options_.rollouts > 0 ? options_.rollout_update_rate : 0.0),
        start_(options_.anchor > 0 ? 1.0 : 0.0, "start"),
        shape_(make_reward_shape(options_.reward_shape, options_.rank_steepness)),
        baseline_(make_baseline(options_.baseline, options_.baseline_decay)),
        cold_{.temperature = options_.sampling_temperature,
              .top_p = options_.sampling_top_p,
              .share = options_.sampling_share},
        sampler_(cold_),
        memory_(options_.replay_size) {}

  std::map<std::string, std::shared_ptr<torch::nn::Module>> make_networks(
      const Generator& generator, RandomStream stream) override {
    return baseline_->make_networks(generator, stream);
  }

  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const HardSentences sampled = sampler_.sample(context, Purpose::kSample, context.batch_size, 0);
    const auto mask = token_mask(sampled.sentences);
    const auto rewarder = options_.constant_reward > 0 ? nullptr : make_rewarder(context);
    const auto rewards = this->rewards(context, sampled, mask, rewarder.get()) * mask;
    const StepRewards step = {.rewards = shape_(rewards, mask),
                              .mask = mask,
                              .greedy = [&] { return rewarder->rewards(greedy_sentence(context)); },
                              .tokens = sampled.sentences.tokens,
                              .optimizer = optimizer_of(context, kCritic),
                              .progress = context.progress()};
    const auto importance =
        importance_weights(context.generator, sampled.sentences, cold_,
                           {.by_prefix = options_.rollouts > 0, .clip = options_.importance_clip});
    const auto advantage = sampler_.or_not_a_number(advantages(step));
    const auto unit = options_.sum_over_tokens ? importance : importance / mask.sum().clamp_min(1);
    StepReport report = minimize(context, loss(context, sampled.sentences, advantage, unit));
    add_figures(report, rewards, mask, importance);
    policy_.update(context.generator);
    if (options_.replay_share > 0) memory_.add(sampled.sentences);
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    const Sentences fresh =
        sampler_.sample(context, Purpose::kNegatives, rows, first_row).sentences;
    if (memory_.is_empty()) return fresh;
    const RandomStream stream = step_request(context, Purpose::kNegatives, rows, first_row).stream;
    const auto is_replayed =
        chosen_rows(stream, first_row, rows, options_.replay_share, BesideSentence::kIsReplayed);
    return mixed_rows(is_replayed, memory_.draw(stream, first_row, rows), fresh);
  }

  std::map<std::string, torch::Tensor> state() const override {
    auto state = policy_.state();
    state.merge(baseline_->state());
    state.merge(start_.state());
    if (options_.replay_share > 0) state.merge(memory_.state());
    return state;
  }

  void restore(const std::map<std::string, torch::Tensor>& state) override {
    policy_.restore(state);
    baseline_->restore(state);
    start_.restore(state);
    if (options_.replay_share > 0) memory_.restore(state);
  }

 private:
  /// The sentence of which every token is the likeliest one.
  HardSentences greedy_sentence(const StepContext& context) {
    engine::SampleRequest greedy = step_request(context, Purpose::kSample, 1, 0);
    greedy.options.greedy = true;
    return sampler_.sample(context.generator, greedy);
  }

  /// @param label  of the sentences; nothing: they have none.
  std::unique_ptr<const Rewarder> make_rewarder(StepContext& context,
                                                std::optional<int64_t> label = {}) {
    const RewardRequest wanted = sampler_.reward_request(context, options_.log_ratio_bound);
    SentenceValue reward = make_reward(options_.reward, with_earlier_fakes(context, wanted));
    if (label) reward = reward_of_label(std::move(reward), *context.discriminator, *label);
    return std::make_unique<Rewarder>(*context.discriminator, std::move(reward), precision_,
                                      own_rewards(context, wanted.fakes));
  }

  /// The same, where fakes that a sentence is compared with are those of earlier steps.
  RewardRequest with_earlier_fakes(const StepContext& context, RewardRequest request) const {
    if (memory_.is_empty()) return request;
    request.fakes = [this, &context] {
      const auto rewarded = static_cast<uint64_t>(context.batch_size);
      const auto like = step_request(context, Purpose::kSample, context.batch_size, rewarded);
      return memory_.draw(like.stream, like.first_row, like.rows);
    };
    return request;
  }

  /// Null: D's alone.
  std::unique_ptr<const OwnRewards> own_rewards(const StepContext& context,
                                                const DrawFakes& fakes) const {
    if (options_.discriminator_share == 1) return nullptr;
    if (context.own_reward == nullptr) {
      throw UsageError("strategy.policy-gradient.discriminator_share: `own_reward` is missing");
    }
    return std::make_unique<OwnRewards>(
        *context.own_reward, options_.discriminator_share,
        options_.discount_copies ? to_token_batch(fakes()) : TokenBatch{});
  }

  /// What every token is rewarded with: [B, T].
  /// @param rewarder  null: the constant.
  torch::Tensor rewards(StepContext& context, const HardSentences& sentences,
                        const torch::Tensor& mask, const Rewarder* rewarder) {
    auto of_tokens = true_rewards(context, sentences, rewarder);
    if (!options_.shuffle_rewards) return of_tokens;
    const auto step = static_cast<uint32_t>(context.step);
    return shuffled_rewards(of_tokens, mask, {context.seed, Purpose::kShuffledRewards, step});
  }

  /// Q [B, T].
  torch::Tensor true_rewards(StepContext& context, const HardSentences& sentences,
                             const Rewarder* rewarder) {
    if (rewarder == nullptr) {
      return torch::full(sentences.sentences.tokens.sizes(), options_.constant_reward,
                         torch::dtype(torch::kFloat32).device(compute_device()));
    }
    if (context.generator.is_told_labels()) return rewards_by_label(context, sentences);
    if (options_.rollouts == 0) return rewards_without_rollouts(context, sentences, *rewarder);
    return rollout_rewards(
        *policy_.policy(context.generator).rollouts(context.specials, precision_), sentences,
        rollout_request(context, options_.rollouts, memory_budget_), *rewarder);
  }

  torch::Tensor rewards_without_rollouts(const StepContext& context, const HardSentences& sentences,
                                         const Rewarder& rewarder) const {
    return judges_tokens(context.discriminator->options())
               ? token_rewards(sentences, options_.discount, rewarder)
               : finished_rewards(sentences, options_.discount, rewarder);
  }

  /// Q [B, T] of sentences that have labels: completed with their own, and rewarded for it.
  torch::Tensor rewards_by_label(StepContext& context, const HardSentences& sentences) {
    torch::Tensor all = torch::zeros(sentences.sentences.tokens.sizes(),
                                     torch::dtype(torch::kFloat32).device(compute_device()));
    const size_t labels = context.generator.options().label_sentences.size();
    for (size_t label = 0; label < labels; ++label) {
      const auto rows = rows_with_label(sentences.batch, static_cast<int32_t>(label));
      if (rows.empty()) continue;
      const HardSentences own = hard_sentences(select_rows(sentences.batch, rows));
      const auto rewarder = make_rewarder(context, static_cast<int64_t>(label));
      const auto places = torch::tensor(at::ArrayRef<int64_t>(rows)).to(all.device());
      all.index_copy_(0, places, rewards_of_label(context, own, label, *rewarder));
    }
    return all;
  }

  torch::Tensor rewards_of_label(StepContext& context, const HardSentences& sentences, size_t label,
                                 const Rewarder& rewarder) {
    if (options_.rollouts == 0) return rewards_without_rollouts(context, sentences, rewarder);
    engine::RolloutRequest request = rollout_request(context, options_.rollouts, memory_budget_);
    request.first_row = label * static_cast<uint64_t>(context.batch_size);  // draws of its own
    const auto policy = policy_.policy(context.generator).of_label(label);
    return rollout_rewards(*policy->rollouts(context.specials, precision_), sentences, request,
                           rewarder);
  }

  torch::Tensor loss(StepContext& context, const Sentences& sentences,
                     const torch::Tensor& advantage, const torch::Tensor& unit) {
    return policy_gradient_loss(
        context.generator, sentences,
        {.advantages = advantage,
         .unit = unit,
         .entropy_bonus = options_.entropy_bonus,
         .anchor = options_.anchor,
         .start = options_.anchor > 0 ? &start_.policy(context.generator) : nullptr});
  }

  void add_figures(StepReport& report, const torch::Tensor& rewards, const torch::Tensor& mask,
                   const torch::Tensor& importance) const {
    const auto add = [&](const std::string& name, const torch::Tensor& figure) {
      report.values[name] = sampler_.or_not_a_number(figure);
    };
    for (const auto& [name, figure] : baseline_->figures()) add(name, figure);
    add("reward", rewards.sum() / mask.sum());
    add("reward-deviation", deviation(rewards, mask));
    if (cold_.is_plain()) return;
    // As many equal weights would do as much.
    add("effective-share",
        importance.sum().square() / importance.square().sum().clamp_min(kTinyDivisor) / mask.sum());
  }

  /// A = scale (Q - b), over its deviation where that is wanted, cut where a bound is set: [B, T],
  /// 0 after a sentence's end.
  torch::Tensor advantages(const StepRewards& step) {
    auto advantage = (step.rewards - baseline_->value(step)) * step.mask;
    if (options_.divide_by_deviation) {
      advantage = advantage / (deviation(advantage, step.mask) + kTinyDivisor);
    }
    advantage = advantage * options_.reward_scale;
    if (options_.reward_clip == 0) return advantage;
    return advantage.clamp(-options_.reward_clip, options_.reward_clip);
  }

  /// The standard deviation over all tokens.  @param values  [B, T], 0 after a sentence's end.
  static torch::Tensor deviation(const torch::Tensor& values, const torch::Tensor& mask) {
    const auto count = mask.sum().clamp_min(1);
    const auto from_mean = (values - values.sum() / count) * mask;
    return (from_mean.square().sum() / count).sqrt();
  }

  PolicyGradientOptions options_;
  uint64_t memory_budget_;  // bytes
  engine::Precision precision_;
  DelayedPolicy policy_;
  DelayedPolicy start_;  // what the anchor holds to
  RewardShape shape_;
  std::unique_ptr<Baseline> baseline_;
  ColdSampling cold_;
  StepSampler sampler_;
  SentenceMemory memory_;  // stays empty where nothing is replayed
};

}  // namespace

std::unique_ptr<Strategy> make_policy_gradient(const OptionSet& options,
                                               const EngineOptions& engine) {
  return std::make_unique<PolicyGradient>(options.get<PolicyGradientOptions>(), engine);
}

}  // namespace lingan
