/// Rewards of single tokens by Monte-Carlo completion, or from finished sentences.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/engine/rollouts/rollout.h>
#include <lingan/gan/objectives/objective.h>
#include <lingan/model/discriminator.h>
#include <lingan/model/discriminator_scorer.h>

namespace lingan {

/// Rewards hard sentences one by one: D's judgement through the objective, without gradient, with
/// the work that sentences share done once where the objective goes by D's raw outputs.
class SentenceScorer {
 public:
  /// Make a new one after D's weights have changed. D should be in evaluation mode.
  /// @param discriminator, objective, real  must live as long as the scorer.
  /// @param precision  of D's products.
  SentenceScorer(Discriminator& discriminator, const Objective& objective, const Sentences& real,
                 engine::Precision precision);

  /// @return one reward a row, [n] float32, n >= 1, where D is.
  torch::Tensor score(const Sentences& sentences) const;
  torch::Tensor score(const engine::Completions& completions) const;
  /// REQUIRES: scores_each_alone().
  torch::Tensor score(const engine::DeviceCompletions& completions) const;

  /// Whether a sentence's reward is the same whatever others are scored with it: objectives that go
  /// by D's outputs do so, those that go by its features do not.
  bool scores_each_alone() const { return by_outputs_; }

 private:
  torch::Tensor score_by_features(const Sentences& sentences) const;
  torch::Tensor score_outputs(const torch::Tensor& outputs) const;

  Discriminator& discriminator_;
  const Objective& objective_;
  const Sentences& real_;
  DiscriminatorScorer outputs_;
  torch::Tensor real_outputs_;  // [B] or [B, R]
  bool by_outputs_;             // else by D's features
};

/// Q(t) = (1/M) sum_m R(y_1..y_t and completion m) for t < L, and Q(L) = R(y): [B, T], 0 behind the
/// sentence's length L. Source: Yu et al. 2017, eq. 4.
/// @param engine     completes with the rollout policy.
/// @param sentences  hard ones, where G and D are; where each is scored alone, nothing of them or
///                   their completions leaves that device.
/// @param diverged   [1] int32, where they are: on a device set to 1 where the rollout policy's
///                   logits are not finite.
/// @throws NumericError instead on the CPU.
torch::Tensor rollout_rewards(const engine::RolloutEngine& engine, const Sentences& sentences,
                              const engine::RolloutRequest& request, const SentenceScorer& scorer,
                              const torch::Tensor& diverged);

/// Q(t) = discount^(L - t) R(y): [B, T], 0 behind the sentence's length L.
/// @param discount  in (0, 1].
torch::Tensor finished_rewards(const Sentences& sentences, double discount,
                               const SentenceScorer& scorer);

/// 1 where a sentence has a token, else 0: [B, T] float.
torch::Tensor token_mask(const Sentences& sentences);

}  // namespace lingan
