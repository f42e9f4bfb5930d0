#include <lingan/gan/rollout_rewards.h>

#include <algorithm>
#include <cmath>

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

/// The completions of prefixes that were not finished yet; `kept` receives their numbers.
TokenBatch unfinished(const engine::Completions& completions, const TokenBatch& sentences,
                      std::vector<int64_t>& kept) {
  const TokenBatch& all = completions.tokens;
  TokenBatch batch{0, all.width, {}, {}};
  kept.clear();
  for (int64_t row = 0; row < all.rows; ++row) {
    if (completions.prefix_length[row] >= sentences.lengths[completions.sentence[row]]) continue;
    kept.push_back(row);
    const auto begin = all.tokens.begin() + row * all.width;
    batch.tokens.insert(batch.tokens.end(), begin, begin + all.width);
    batch.lengths.push_back(all.lengths[row]);
  }
  batch.rows = static_cast<int64_t>(kept.size());
  return batch;
}

torch::Tensor to_matrix(const std::vector<double>& values, const TokenBatch& sentences) {
  return torch::tensor(values, torch::kFloat64)
      .view({sentences.rows, sentences.width})
      .to(torch::kFloat32);
}

}  // namespace

std::vector<float> SentenceScorer::score(const TokenBatch& sentences) const {
  const torch::NoGradGuard no_gradient;
  std::vector<float> rewards;
  rewards.reserve(static_cast<size_t>(sentences.rows));
  for (int64_t begin = 0; begin < sentences.rows; begin += kRowsAtOnce) {
    const int64_t end = std::min(begin + kRowsAtOnce, sentences.rows);
    const auto part =
        objective_.reward(discriminator_, real_, to_sentences(rows_of(sentences, begin, end)))
            .to(torch::kCPU, torch::kFloat32)
            .contiguous();
    rewards.insert(rewards.end(), part.data_ptr<float>(), part.data_ptr<float>() + part.numel());
  }
  return rewards;
}

torch::Tensor rollout_rewards(const engine::RolloutEngine& engine, const TokenBatch& sentences,
                              const engine::RolloutRequest& request, const SentenceScorer& scorer) {
  std::vector<double> total(sentences.tokens.size(), 0.0);
  std::vector<int64_t> kept;
  engine.complete(sentences, request, [&](const engine::Completions& completions) {
    const std::vector<float> rewards = scorer.score(unfinished(completions, sentences, kept));
    for (size_t index = 0; index < kept.size(); ++index) {
      const int64_t row = kept[index];
      const int64_t last = completions.prefix_length[row] - 1;
      total[completions.sentence[row] * sentences.width + last] += rewards[index];
    }
  });
  for (double& value : total) value /= request.rollouts;
  const std::vector<float> finished = scorer.score(sentences);
  for (int64_t row = 0; row < sentences.rows; ++row) {
    if (sentences.lengths[row] == 0) continue;
    total[row * sentences.width + sentences.lengths[row] - 1] = finished[row];
  }
  return to_matrix(total, sentences);
}

torch::Tensor finished_rewards(const TokenBatch& sentences, double discount,
                               const SentenceScorer& scorer) {
  std::vector<double> values(sentences.tokens.size(), 0.0);
  const std::vector<float> finished = scorer.score(sentences);
  for (int64_t row = 0; row < sentences.rows; ++row) {
    double reward = finished[row];
    for (int32_t last = sentences.lengths[row] - 1; last >= 0; --last, reward *= discount) {
      values[row * sentences.width + last] = reward;
    }
  }
  return to_matrix(values, sentences);
}

torch::Tensor token_mask(const TokenBatch& sentences) {
  std::vector<double> mask(sentences.tokens.size(), 0.0);
  for (int64_t row = 0; row < sentences.rows; ++row) {
    std::fill_n(mask.begin() + row * sentences.width, sentences.lengths[row], 1.0);
  }
  return to_matrix(mask, sentences);
}

}  // namespace lingan
