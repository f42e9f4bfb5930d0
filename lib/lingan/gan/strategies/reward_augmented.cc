/// Adversarial reward-augmented maximum likelihood: G learns sentences around those of the text,
/// each weighed by what D thinks of it, so that what is learned from does not move with G: Ke et
/// al. 2019 (ARAML); without D, Norouzi et al. 2016.
#include <lingan/gan/strategies/reward_augmented.h>

#include <memory>
#include <vector>

#include <lingan/base/random_permutation.h>
#include <lingan/gan/strategies/delayed_policy.h>
#include <lingan/gan/strategies/edited_sentences.h>
#include <lingan/gan/strategies/engine_sentences.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/rewarder.h>
#include <lingan/gan/strategies/rollout_rewards.h>
#include <lingan/gan/strategies/step_sampler.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {
namespace {

class RewardAugmented final : public Strategy {
 public:
  RewardAugmented(const RewardAugmentedOptions& options, const EngineOptions& engine)
      : options_(options),
        precision_(engine::precision_named(engine.precision)),
        start_(options.substitutes == "start" ? 1.0 : 0.0, "start") {}

  StepReport update_generator(StepContext& context) override {
    const GeneratorStepScope scope(context.generator, context.discriminator);
    const Sentences edited = edit(context);
    const auto rewards = this->rewards(context, edited);
    const auto weights = torch::softmax(rewards / options_.reward_temperature, 0);
    const auto of_tokens = weights.unsqueeze(1) * token_mask(edited);
    StepReport report =
        minimize(context, context.generator.cross_entropy(edited.tokens, of_tokens));
    report.values["reward"] = rewards.mean();
    // As many equal weights would do as much.
    report.values["effective-share"] =
        1 / weights.square().sum() / static_cast<double>(edited.rows());
    return report;
  }

  Sentences fakes_for_discriminator(StepContext& context, int64_t rows,
                                    uint64_t first_row) override {
    return sampler_.sample(context, Purpose::kNegatives, rows, first_row).sentences;
  }

  std::map<std::string, torch::Tensor> state() const override { return start_.state(); }
  void restore(const std::map<std::string, torch::Tensor>& state) override {
    start_.restore(state);
  }

 private:
  static RandomStream stream(const StepContext& context, Purpose purpose) {
    return {context.seed, purpose, static_cast<uint32_t>(context.step)};
  }

  /// K sentences around each real one of the step.
  Sentences edit(StepContext& context) {
    const torch::NoGradGuard no_gradient;
    const int64_t vocabulary = context.generator.options().vocabulary_size;
    const EditOptions how = {.samples = options_.samples,
                             .rate = substitution_rate(words_of(vocabulary, context.specials),
                                                       options_.edit_temperature),
                             .specials = context.specials};
    // Rows that no further fakes of a reward have.
    const auto first_row = static_cast<uint64_t>(2 * context.batch_size);
    return edited_sentences(context.real, substitutes(context), how,
                            stream(context, Purpose::kSample), first_row);
  }

  /// Logits of words in each place, [B, T, V].
  torch::Tensor substitutes(StepContext& context) {
    const torch::Tensor& tokens = context.real.tokens;
    if (options_.substitutes == "start") {
      return start_.policy(context.generator).forward(tokens);
    }
    return torch::zeros(
        {tokens.size(0), tokens.size(1), context.generator.options().vocabulary_size},
        torch::dtype(torch::kFloat32).device(tokens.device()));
  }

  /// [B K].
  torch::Tensor rewards(const StepContext& context, const Sentences& edited) {
    const Rewarder rewarder(
        *context.discriminator,
        make_reward(options_.reward, sampler_.reward_request(context, options_.log_ratio_bound)),
        precision_);
    const auto rewards = rewarder.rewards(engine_sentences(edited));
    return options_.shuffle_rewards ? dealt_out(context, rewards) : rewards;
  }

  /// The same numbers, each to another sentence.
  static torch::Tensor dealt_out(const StepContext& context, const torch::Tensor& rewards) {
    const auto count = static_cast<uint64_t>(rewards.size(0));
    const RandomPermutation order(count, stream(context, Purpose::kShuffledRewards));
    std::vector<int64_t> givers;
    for (uint64_t row = 0; row < count; ++row) {
      givers.push_back(static_cast<int64_t>(order.at(row)));
    }
    return rewards.index_select(0, torch::tensor(givers, torch::kInt64).to(rewards.device()));
  }

  RewardAugmentedOptions options_;
  engine::Precision precision_;
  StepSampler sampler_;
  DelayedPolicy start_;  // whose words are substitutes: of the same distribution in every step
};

}  // namespace

std::unique_ptr<Strategy> make_reward_augmented(const OptionSet& options,
                                                const EngineOptions& engine) {
  return std::make_unique<RewardAugmented>(options.get<RewardAugmentedOptions>(), engine);
}

}  // namespace lingan
