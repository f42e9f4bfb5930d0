/// The objective whose gradient estimators are compared by.
#pragma once

#include <memory>
#include <string>

#include <lingan/model/torch.h>

#include <lingan/engine/precision.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/strategies/rewarder.h>
#include <lingan/gan/strategies/step_sampler.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {

/// What rewards are made of.
struct RewardOptions {
  std::string reward = "objective";                           ///< a name in rewards()
  double log_ratio_bound = 2.5;                               ///< of `ratio`
  engine::Precision precision = engine::Precision::kFloat32;  ///< of the engine's products
};

/// The reward that a recipe's strategy says (StrategyCard::reward); else that of its objective,
/// which is minus what a sentence costs G.
RewardOptions reward_of(const Recipe& recipe);

/// J = E[r(x)], x drawn by G, r what D's judgement is worth: one function of hard and relaxed
/// sentences. D is fixed, and so is what an objective compares sentences with.
class ExpectedReward {
 public:
  /// @param context  must live as long as this; G and D as in a GeneratorStepScope.
  /// @throws UsageError for an unknown reward.
  ExpectedReward(const StepContext& context, RewardOptions options);

  /// r of hard sentences by the engine's shared work, without gradient.
  Rewarder rewarder() const;

  engine::Precision precision() const { return options_.precision; }

  /// r of sentences, [B], differentiable in relaxed ones.
  torch::Tensor of(const Sentences& sentences) const;

 private:
  StepContext context_;  // of a step of its own
  RewardOptions options_;
  StepSampler sampler_;
  SentenceValue value_;
};

}  // namespace lingan
