#include <lingan/gan/strategies/rewarder.h>

#include <algorithm>
#include <vector>

namespace lingan {
namespace {

constexpr int64_t kBlockRows = 1024;  // bounds D's activations

}  // namespace

Rewarder::Rewarder(Discriminator& discriminator, const Objective& objective, const Sentences& real,
                   engine::Precision precision)
    : discriminator_(discriminator),
      objective_(objective),
      real_(real),
      scorer_(discriminator.scorer(precision)) {
  const torch::NoGradGuard no_gradient;
  real_outputs_ = discriminator.logits(real);
  by_outputs_ = objective.output_reward(real_outputs_, real_outputs_).defined();
}

torch::Tensor Rewarder::rewards(const HardSentences& sentences) const {
  return by_outputs_ ? by_outputs(scorer_->logits(sentences)) : by_features(sentences.sentences);
}

torch::Tensor Rewarder::rewards(const engine::Completions& completions,
                                std::span<const int64_t> rows) const {
  return by_outputs_ ? by_outputs(scorer_->logits(completions, rows))
                     : by_features(to_sentences(select_rows(completions.tokens, rows)));
}

torch::Tensor Rewarder::rewards(const engine::DeviceCompletions& completions) const {
  return by_outputs(scorer_->logits(completions));
}

torch::Tensor Rewarder::by_features(const Sentences& sentences) const {
  const torch::NoGradGuard no_gradient;
  std::vector<torch::Tensor> rewards;
  for (int64_t begin = 0; begin < sentences.rows(); begin += kBlockRows) {
    const int64_t count = std::min(kBlockRows, sentences.rows() - begin);
    rewards.push_back(objective_.reward(discriminator_, real_, rows_of(sentences, begin, count)));
  }
  return torch::cat(rewards);
}

torch::Tensor Rewarder::by_outputs(const torch::Tensor& outputs) const {
  return objective_.output_reward(outputs, real_outputs_);
}

}  // namespace lingan
