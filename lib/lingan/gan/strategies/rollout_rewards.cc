#include <lingan/gan/strategies/rollout_rewards.h>

#include <algorithm>

#include <lingan/model/compute_device.h>
#include <lingan/model/device_sentences.h>
#include <lingan/model/sentences.h>

namespace lingan {
namespace {

constexpr int64_t kRowsAtOnce = 1024;  // bounds D's activations

/// The completions of prefixes that were not finished yet.
engine::Completions unfinished(const engine::Completions& all, const TokenBatch& sentences) {
  engine::Completions kept;
  kept.tokens.width = all.tokens.width;
  for (int64_t row = 0; row < all.tokens.rows; ++row) {
    if (all.prefix_length[row] >= sentences.lengths[all.sentence[row]]) continue;
    const auto begin = all.tokens.tokens.begin() + row * all.tokens.width;
    kept.tokens.tokens.insert(kept.tokens.tokens.end(), begin, begin + all.tokens.width);
    kept.tokens.lengths.push_back(all.tokens.lengths[row]);
    kept.sentence.push_back(all.sentence[row]);
    kept.prefix_length.push_back(all.prefix_length[row]);
    kept.rollout.push_back(all.rollout[row]);
  }
  kept.tokens.rows = static_cast<int64_t>(kept.sentence.size());
  return kept;
}

/// Puts Q(L) of every sentence into rewards [B, T] of its prefixes, and 0 behind it.
torch::Tensor with_finished(const torch::Tensor& rewards, const Sentences& sentences,
                            const SentenceScorer& scorer) {
  const torch::Tensor last = (sentences.lengths - 1).clamp_min(0).unsqueeze(1);
  const torch::Tensor all = rewards.scatter(1, last, scorer.score(sentences).unsqueeze(1));
  return all * token_mask(sentences);
}

/// Q(t), t < T, of all prefixes: [B, T], on the device. Also of those that hold their sentence's
/// end, since which they are is known there alone.
torch::Tensor means_on_device(const engine::RolloutEngine& engine, const Sentences& sentences,
                              const engine::RolloutRequest& request, const SentenceScorer& scorer,
                              const torch::Tensor& diverged) {
  const DeviceSentences there(sentences, diverged);
  torch::Tensor means = torch::zeros(
      sentences.tokens.sizes(), torch::dtype(torch::kFloat32).device(sentences.tokens.device()));
  engine.complete_on_device(there.view(), request, [&](const engine::DeviceCompletions& all) {
    const auto rewards = scorer.score(all).view({all.sentences, all.width - 1, all.rollouts});
    means.narrow(0, all.first_sentence, all.sentences)
        .narrow(1, 0, all.width - 1)
        .copy_(rewards.mean(2, false, torch::kFloat64));
  });
  return means;
}

/// The same on the host, where only prefixes that were not finished are scored.
torch::Tensor means_on_host(const engine::RolloutEngine& engine, const TokenBatch& sentences,
                            const engine::RolloutRequest& request, const SentenceScorer& scorer) {
  std::vector<double> total(sentences.tokens.size(), 0.0);
  engine.complete(sentences, request, [&](const engine::Completions& completions) {
    const engine::Completions judged = unfinished(completions, sentences);
    if (judged.tokens.rows == 0) return;
    const torch::Tensor rewards = scorer.score(judged).cpu().contiguous();
    const float* reward = rewards.const_data_ptr<float>();
    for (int64_t row = 0; row < judged.tokens.rows; ++row) {
      total[judged.sentence[row] * sentences.width + judged.prefix_length[row] - 1] += reward[row];
    }
  });
  const torch::Tensor sums = torch::tensor(total, torch::kFloat64);
  return (sums / request.rollouts)
      .view({sentences.rows, sentences.width})
      .to(compute_device(), torch::kFloat32);
}

}  // namespace

SentenceScorer::SentenceScorer(Discriminator& discriminator, const Objective& objective,
                               const Sentences& real, engine::Precision precision)
    : discriminator_(discriminator),
      objective_(objective),
      real_(real),
      outputs_(discriminator, precision) {
  const torch::NoGradGuard no_gradient;
  real_outputs_ = discriminator.logits(real);
  by_outputs_ = objective.output_reward(real_outputs_, real_outputs_).defined();
}

torch::Tensor SentenceScorer::score(const Sentences& sentences) const {
  return by_outputs_ ? score_outputs(outputs_.logits(sentences)) : score_by_features(sentences);
}

torch::Tensor SentenceScorer::score(const engine::Completions& completions) const {
  return by_outputs_ ? score_outputs(outputs_.logits(completions))
                     : score_by_features(to_sentences(completions.tokens));
}

torch::Tensor SentenceScorer::score(const engine::DeviceCompletions& completions) const {
  return score_outputs(outputs_.logits(completions));
}

torch::Tensor SentenceScorer::score_by_features(const Sentences& sentences) const {
  const torch::NoGradGuard no_gradient;
  std::vector<torch::Tensor> rewards;
  for (int64_t begin = 0; begin < sentences.rows(); begin += kRowsAtOnce) {
    const int64_t count = std::min(kRowsAtOnce, sentences.rows() - begin);
    rewards.push_back(objective_.reward(discriminator_, real_, rows_of(sentences, begin, count)));
  }
  return torch::cat(rewards);
}

torch::Tensor SentenceScorer::score_outputs(const torch::Tensor& outputs) const {
  return objective_.output_reward(outputs, real_outputs_);
}

torch::Tensor rollout_rewards(const engine::RolloutEngine& engine, const Sentences& sentences,
                              const engine::RolloutRequest& request, const SentenceScorer& scorer,
                              const torch::Tensor& diverged) {
  const bool stays = engine.is_on_device() && scorer.scores_each_alone();
  const torch::Tensor means =
      stays ? means_on_device(engine, sentences, request, scorer, diverged)
            : means_on_host(engine, to_token_batch(sentences), request, scorer);
  return with_finished(means, sentences, scorer);
}

torch::Tensor finished_rewards(const Sentences& sentences, double discount,
                               const SentenceScorer& scorer) {
  const torch::Tensor position =
      torch::arange(1, sentences.tokens.size(1) + 1,
                    torch::dtype(torch::kFloat64).device(sentences.tokens.device()));
  const torch::Tensor behind = sentences.lengths.unsqueeze(1) - position;  // L - t
  const torch::Tensor shares =
      torch::pow(discount, behind.clamp_min(0)).to(torch::kFloat32) * token_mask(sentences);
  return shares * scorer.score(sentences).unsqueeze(1);
}

torch::Tensor token_mask(const Sentences& sentences) {
  return inside(sentences.lengths, sentences.tokens.size(1)).to(torch::kFloat32);
}

}  // namespace lingan
