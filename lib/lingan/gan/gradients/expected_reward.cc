#include <lingan/gan/gradients/expected_reward.h>

#include <utility>

#include <lingan/gan/objectives/output_objective.h>
#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {

namespace {

/// The number of the step of which the fakes are that an objective compares with.
constexpr int64_t kComparedFakes = (int64_t{1} << 32) - 1;

StepContext at_step(StepContext context, int64_t step) {
  context.step = step;
  return context;
}

}  // namespace

RewardOptions reward_of(const Recipe& recipe) {
  RewardOptions options{.precision = engine::precision_named(recipe.engine.precision)};
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  if (strategy == nullptr || strategy->reward == nullptr) return options;
  const ChosenReward chosen = strategy->reward(recipe.options);
  options.reward = chosen.reward;
  options.log_ratio_bound = chosen.log_ratio_bound;
  return options;
}

ExpectedReward::ExpectedReward(const StepContext& context, RewardOptions options)
    : context_(at_step(context, kComparedFakes)),
      options_(std::move(options)),
      value_(make_reward(options_.reward,
                         sampler_.reward_request(context_, options_.log_ratio_bound))) {}

Rewarder ExpectedReward::rewarder() const {
  return {*context_.discriminator, value_, options_.precision};
}

torch::Tensor ExpectedReward::of(const Sentences& sentences) const {
  Discriminator& d = *context_.discriminator;
  const auto values = value_(value_.by_features ? d.features(sentences) : d.logits(sentences));
  return per_sentence(values);
}

}  // namespace lingan
