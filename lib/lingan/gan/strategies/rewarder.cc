#include <lingan/gan/strategies/rewarder.h>

#include <utility>

#include <lingan/model/sentences/device_completions.h>

namespace lingan {

Rewarder::Rewarder(Discriminator& discriminator, SentenceValue reward, engine::Precision precision,
                   std::unique_ptr<const OwnRewards> own)
    : scorer_(discriminator.scorer(precision)), reward_(std::move(reward)), own_(std::move(own)) {}

torch::Tensor Rewarder::rewards(const HardSentences& sentences) const {
  torch::Tensor rewards = scorer_->values(sentences, reward_);
  if (!own_) return rewards;
  const TokenBatch& batch = sentences.on_host();
  return own_->mixed_with(rewards, batch, all_rows(batch));
}

torch::Tensor Rewarder::rewards(const engine::Completions& completions,
                                std::span<const int64_t> rows) const {
  torch::Tensor rewards = scorer_->values(completions, rows, reward_);
  return own_ ? own_->mixed_with(rewards, completions.tokens, rows) : rewards;
}

torch::Tensor Rewarder::rewards(const engine::DeviceCompletions& completions) const {
  torch::Tensor rewards = scorer_->values(completions, reward_);
  if (!own_) return rewards;
  const TokenBatch batch = to_token_batch(to_sentences(completions));
  return own_->mixed_with(rewards, batch, all_rows(batch));
}

}  // namespace lingan
