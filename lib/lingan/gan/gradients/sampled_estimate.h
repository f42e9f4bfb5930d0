/// One estimate of the gradient of an expected reward, by sampling.
#pragma once

#include <cstdint>
#include <memory>

#include <lingan/model/torch.h>

#include <lingan/gan/gradients/expected_reward.h>
#include <lingan/gan/gradients/sampled_estimator_cards.h>
#include <lingan/gan/strategies/gumbel_softmax.h>

namespace lingan {

/// What one estimate takes.
struct EstimateCost {
  double reward_calls = 0.0;  ///< sentences that D judges
  double tokens = 0.0;        ///< tokens that G draws: of completions their expectation
};

/// An estimator with its settings.
class SampledEstimate {
 public:
  virtual ~SampledEstimate() = default;

  /// Makes estimate number n, as a step of training does: it is then in the gradients of G's
  /// weights, and points where the reward rises. Estimates of one number draw by the same random
  /// numbers, whatever the estimator.
  virtual EstimateCost make(int64_t number) = 0;

  /// The last estimate by a bias that is added to the logits of each position, [T, V].
  virtual torch::Tensor by_position() const = 0;

  /// The mean reward of the last estimate's sentences.
  virtual double reward() const = 0;
};

/// What estimates are made from: it must outlive them.
struct EstimateSource {
  const StepContext& context;         ///< G and D are as in a GeneratorStepScope
  const ExpectedReward& reward;       ///< of that context
  GumbelSoftmaxOptions relaxed = {};  ///< what is fed back, draws, gap; the card has the estimator
};

/// The estimate of a card.
/// @param settings  those that it looks at; why_not_sampled() has nothing against them.
std::unique_ptr<SampledEstimate> make_sampled_estimate(const SampledEstimatorCard& card,
                                                       const gradients::EstimatorSettings& settings,
                                                       const EstimateSource& source);

}  // namespace lingan
