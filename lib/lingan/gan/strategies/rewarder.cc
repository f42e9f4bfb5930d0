#include <lingan/gan/strategies/rewarder.h>

#include <utility>

namespace lingan {

Rewarder::Rewarder(Discriminator& discriminator, SentenceValue reward, engine::Precision precision)
    : scorer_(discriminator.scorer(precision)), reward_(std::move(reward)) {}

torch::Tensor Rewarder::rewards(const HardSentences& sentences) const {
  return scorer_->values(sentences, reward_);
}

torch::Tensor Rewarder::rewards(const engine::Completions& completions,
                                std::span<const int64_t> rows) const {
  return scorer_->values(completions, rows, reward_);
}

torch::Tensor Rewarder::rewards(const engine::DeviceCompletions& completions) const {
  return scorer_->values(completions, reward_);
}

}  // namespace lingan
