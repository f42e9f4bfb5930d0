/// Rewards of finished sentences: a discriminator's judgement through a reward, and the user's.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include <lingan/model/torch.h>

#include <lingan/engine/precision.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/strategies/own_rewards.h>
#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/discriminator_scorer.h>
#include <lingan/model/discriminators/sentence_value.h>
#include <lingan/model/sentences/hard_sentences.h>

namespace lingan {

/// Rewards the sentences of one step, without gradient, each as if it were alone: the work that
/// sentences share is done once.
class Rewarder {
 public:
  /// @param discriminator  with its present weights; it must live as long as the rewarder, as what
  ///                       the reward was made from must (see make_reward).
  /// @param precision      of D's products towards raw outputs; features are float32.
  /// @param own            mixes another reward with D's; null: none.
  Rewarder(Discriminator& discriminator, SentenceValue reward, engine::Precision precision,
           std::unique_ptr<const OwnRewards> own = nullptr);

  /// One reward a row, [n] float32, n >= 1, where D is; [n, T] of a D that judges tokens.
  torch::Tensor rewards(const HardSentences& sentences) const;
  /// @param rows  [n], ascending, of completions.tokens.
  torch::Tensor rewards(const engine::Completions& completions,
                        std::span<const int64_t> rows) const;
  torch::Tensor rewards(const engine::DeviceCompletions& completions) const;

 private:
  std::unique_ptr<const DiscriminatorScorer> scorer_;
  SentenceValue reward_;
  std::unique_ptr<const OwnRewards> own_;
};

}  // namespace lingan
