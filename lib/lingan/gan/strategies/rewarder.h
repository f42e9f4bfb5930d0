/// Rewards of finished sentences: a discriminator's judgement through the objective.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include <lingan/model/torch.h>

#include <lingan/engine/precision.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/model/discriminator.h>
#include <lingan/model/discriminator_scorer.h>
#include <lingan/model/hard_sentences.h>

namespace lingan {

/// Rewards hard sentences one by one, without gradient, with the work that sentences share done
/// once where the objective goes by D's raw outputs.
class Rewarder {
 public:
  /// Make a new one after D's weights have changed. D should be in evaluation mode.
  /// @param discriminator, objective, real  must live as long as the rewarder.
  /// @param precision  of D's products.
  Rewarder(Discriminator& discriminator, const Objective& objective, const Sentences& real,
           engine::Precision precision);

  /// One reward a row, [n] float32, n >= 1, where D is.
  torch::Tensor rewards(const HardSentences& sentences) const;
  /// @param rows  [n], ascending, of completions.tokens.
  torch::Tensor rewards(const engine::Completions& completions,
                        std::span<const int64_t> rows) const;
  /// REQUIRES: rewards_each_alone().
  torch::Tensor rewards(const engine::DeviceCompletions& completions) const;

  /// Whether a sentence's reward is the same whatever others are rewarded with it: objectives that
  /// go by D's outputs do so, those that go by its features do not.
  bool rewards_each_alone() const { return by_outputs_; }

 private:
  torch::Tensor by_features(const Sentences& sentences) const;
  torch::Tensor by_outputs(const torch::Tensor& outputs) const;

  Discriminator& discriminator_;
  const Objective& objective_;
  const Sentences& real_;
  std::unique_ptr<const DiscriminatorScorer> scorer_;
  torch::Tensor real_outputs_;  // [B] or [B, R]
  bool by_outputs_;             // else by D's features
};

}  // namespace lingan
