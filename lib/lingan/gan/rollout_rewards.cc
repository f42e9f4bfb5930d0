#include <lingan/gan/rollout_rewards.h>

#include <algorithm>

#include <lingan/model/compute_device.h>

namespace lingan {
namespace {

constexpr int64_t kRowsAtOnce = 1024;  // bounds D's activations

TokenBatch rows_of(const TokenBatch& batch, int64_t begin, int64_t end) {
  TokenBatch part{end - begin, batch.width, {}, {}};
  part.tokens.assign(batch.tokens.begin() + begin * batch.width,
                     batch.tokens.begin() + end * batch.width);
  part.lengths.assign(batch.lengths.begin() + begin, batch.lengths.begin() + end);
  return part;
}

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

std::vector<float> on_host(const torch::Tensor& rewards) {
  const auto values = rewards.to(torch::kCPU, torch::kFloat32).contiguous();
  return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

torch::Tensor to_matrix(const std::vector<double>& values, const TokenBatch& sentences) {
  return torch::tensor(values, torch::kFloat64)
      .view({sentences.rows, sentences.width})
      .to(compute_device(), torch::kFloat32);
}

torch::Tensor to_device(const std::vector<int64_t>& numbers) {
  return torch::tensor(at::ArrayRef<int64_t>(numbers)).to(compute_device());
}

/// Q(L) of every sentence, into rewards [B * T] on the device.
void put_finished(const TokenBatch& sentences, const SentenceScorer& scorer,
                  const torch::Tensor& rewards) {
  std::vector<int64_t> rows, entries;
  for (int64_t row = 0; row < sentences.rows; ++row) {
    if (sentences.lengths[row] == 0) continue;
    rows.push_back(row);
    entries.push_back(row * sentences.width + sentences.lengths[row] - 1);
  }
  const torch::Tensor from = to_device(rows), to = to_device(entries);
  rewards.index_copy_(0, to, scorer.score(sentences).index_select(0, from));
}

/// Q(t), t < L, of the sentences that were completed, into rewards [B * T] on the device.
void put_means(const engine::DeviceCompletions& all, const TokenBatch& sentences,
               const SentenceScorer& scorer, const torch::Tensor& rewards) {
  const int64_t each = sentences.width - 1;
  std::vector<int64_t> open, entries;  // numbers of the prefixes that were not finished yet
  for (int64_t number = 0; number < all.prefixes(); ++number) {
    const int64_t sentence = all.first_sentence + number / each, last = number % each;
    if (last + 1 >= sentences.lengths[sentence]) continue;
    open.push_back(number);
    entries.push_back(sentence * sentences.width + last);
  }
  if (open.empty()) return;
  const torch::Tensor to = to_device(entries);
  const auto rollouts = scorer.score(all, open).view({-1, all.rollouts});
  rewards.index_copy_(0, to, rollouts.mean(1, false, torch::kFloat64).to(torch::kFloat32));
}

/// rollout_rewards where completions and D are on the device: nothing of them comes to the host.
/// What goes to the device goes before the work that needs it, since a copy waits for work.
torch::Tensor rewards_on_device(const engine::RolloutEngine& engine, const TokenBatch& sentences,
                                const engine::RolloutRequest& request,
                                const SentenceScorer& scorer) {
  const auto options = torch::dtype(torch::kFloat32).device(compute_device());
  const torch::Tensor rewards = torch::zeros({sentences.rows * sentences.width}, options);
  put_finished(sentences, scorer, rewards);
  engine.complete_on_device(sentences, request, [&](const engine::DeviceCompletions& all) {
    put_means(all, sentences, scorer, rewards);
  });
  return rewards.view({sentences.rows, sentences.width});
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

torch::Tensor SentenceScorer::score(const TokenBatch& sentences) const {
  return by_outputs_ ? score_outputs(outputs_.logits(sentences)) : score_by_features(sentences);
}

torch::Tensor SentenceScorer::score(const engine::Completions& completions) const {
  return by_outputs_ ? score_outputs(outputs_.logits(completions))
                     : score_by_features(completions.tokens);
}

torch::Tensor SentenceScorer::score(const engine::DeviceCompletions& completions,
                                    std::span<const int64_t> prefixes) const {
  return score_outputs(outputs_.logits(completions, prefixes));
}

torch::Tensor SentenceScorer::score_by_features(const TokenBatch& sentences) const {
  const torch::NoGradGuard no_gradient;
  std::vector<torch::Tensor> rewards;
  for (int64_t begin = 0; begin < sentences.rows; begin += kRowsAtOnce) {
    const int64_t end = std::min(begin + kRowsAtOnce, sentences.rows);
    const Sentences part = to_sentences(rows_of(sentences, begin, end));
    rewards.push_back(objective_.reward(discriminator_, real_, part));
  }
  return torch::cat(rewards);
}

torch::Tensor SentenceScorer::score_outputs(const torch::Tensor& outputs) const {
  return objective_.output_reward(outputs, real_outputs_);
}

bool SentenceScorer::scores_on_device(int32_t width) const {
  return by_outputs_ && outputs_.scores_on_device(width);
}

torch::Tensor rollout_rewards(const engine::RolloutEngine& engine, const TokenBatch& sentences,
                              const engine::RolloutRequest& request, const SentenceScorer& scorer) {
  if (engine.is_on_device() && scorer.scores_on_device(sentences.width)) {
    return rewards_on_device(engine, sentences, request, scorer);
  }
  std::vector<double> total(sentences.tokens.size(), 0.0);
  engine.complete(sentences, request, [&](const engine::Completions& completions) {
    const engine::Completions judged = unfinished(completions, sentences);
    if (judged.tokens.rows == 0) return;
    const std::vector<float> rewards = on_host(scorer.score(judged));
    for (size_t row = 0; row < rewards.size(); ++row) {
      total[judged.sentence[row] * sentences.width + judged.prefix_length[row] - 1] += rewards[row];
    }
  });
  for (double& value : total) value /= request.rollouts;
  const std::vector<float> finished = on_host(scorer.score(sentences));
  for (int64_t row = 0; row < sentences.rows; ++row) {
    if (sentences.lengths[row] == 0) continue;
    total[row * sentences.width + sentences.lengths[row] - 1] = finished[row];
  }
  return to_matrix(total, sentences);
}

torch::Tensor finished_rewards(const TokenBatch& sentences, double discount,
                               const SentenceScorer& scorer) {
  std::vector<double> shares(sentences.tokens.size(), 0.0);
  for (int64_t row = 0; row < sentences.rows; ++row) {
    double share = 1;
    for (int32_t last = sentences.lengths[row] - 1; last >= 0; --last, share *= discount) {
      shares[row * sentences.width + last] = share;
    }
  }
  const torch::Tensor of_reward = to_matrix(shares, sentences);  // before the work
  return of_reward * scorer.score(sentences).unsqueeze(1);
}

torch::Tensor token_mask(const TokenBatch& sentences) {
  std::vector<double> mask(sentences.tokens.size(), 0.0);
  for (int64_t row = 0; row < sentences.rows; ++row) {
    std::fill_n(mask.begin() + row * sentences.width, sentences.lengths[row], 1.0);
  }
  return to_matrix(mask, sentences);
}

}  // namespace lingan
