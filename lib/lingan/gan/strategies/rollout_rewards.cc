#include <lingan/gan/strategies/rollout_rewards.h>

#include <vector>

#include <lingan/model/compute_device.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {
namespace {

/// The completions of prefixes that had not ended: those are longer than their prefix.
std::vector<int64_t> of_open_prefixes(const engine::Completions& completions) {
  std::vector<int64_t> rows;
  for (int64_t row = 0; row < completions.tokens.rows; ++row) {
    if (completions.tokens.lengths[row] > completions.prefix_length(row)) rows.push_back(row);
  }
  return rows;
}

/// Puts Q(L) of every sentence into rewards [B, T] of its prefixes, and 0 after it.
torch::Tensor with_finished(const torch::Tensor& rewards, const HardSentences& sentences,
                            const Rewarder& rewarder) {
  const torch::Tensor last = (sentences.sentences.lengths - 1).clamp_min(0).unsqueeze(1);
  const torch::Tensor finished = rewarder.rewards(sentences).unsqueeze(1);
  return rewards.scatter(1, last, finished) * token_mask(sentences.sentences);
}

/// Q(t), t < T, of all prefixes: [B, T], on the device. Includes prefixes that already end, because
/// only the device knows their lengths.
torch::Tensor means_on_device(const engine::DeviceRollouts& rollouts,
                              const HardSentences& sentences, const engine::RolloutRequest& request,
                              const Rewarder& rewarder) {
  const torch::Tensor& tokens = sentences.device_tokens;
  torch::Tensor means =
      torch::zeros(tokens.sizes(), torch::dtype(torch::kFloat32).device(tokens.device()));
  rollouts.complete_on_device(
      sentences.view(), request, [&](const engine::DeviceCompletions& completions) {
        const int64_t prefixes = completions.numbering.width - 1;
        const auto rewards =
            rewarder.rewards(completions).view({completions.sentences, prefixes, request.rollouts});
        means.narrow(0, completions.first_sentence, completions.sentences)
            .narrow(1, 0, prefixes)
            .copy_(rewards.mean(2, false, torch::kFloat64));
      });
  return means;
}

/// The same on the host, where only prefixes that had not ended are rewarded.
torch::Tensor means_on_host(const engine::Rollouts& rollouts, const TokenBatch& sentences,
                            const engine::RolloutRequest& request, const Rewarder& rewarder) {
  std::vector<double> total(sentences.tokens.size(), 0.0);
  rollouts.complete(sentences, request, [&](const engine::Completions& completions) {
    const std::vector<int64_t> rows = of_open_prefixes(completions);
    if (rows.empty()) return;
    const torch::Tensor rewards = rewarder.rewards(completions, rows).cpu().contiguous();
    const float* reward = rewards.const_data_ptr<float>();
    for (const int64_t row : rows) {
      total[completions.sentence(row) * sentences.width + completions.prefix_length(row) - 1] +=
          *reward++;
    }
  });
  const torch::Tensor sums = torch::tensor(total, torch::kFloat64);
  return (sums / request.rollouts)
      .view({sentences.rows, sentences.width})
      .to(compute_device(), torch::kFloat32);
}

torch::Tensor means(const engine::Rollouts& rollouts, const HardSentences& sentences,
                    const engine::RolloutRequest& request, const Rewarder& rewarder) {
  const engine::DeviceRollouts* device = rollouts.on_device();
  if (device != nullptr && sentences.is_on_device()) {
    return means_on_device(*device, sentences, request, rewarder);
  }
  return means_on_host(rollouts, sentences.on_host(), request, rewarder);
}

}  // namespace

torch::Tensor rollout_rewards(const engine::Rollouts& rollouts, const HardSentences& sentences,
                              const engine::RolloutRequest& request, const Rewarder& rewarder) {
  return with_finished(means(rollouts, sentences, request, rewarder), sentences, rewarder);
}

torch::Tensor finished_rewards(const HardSentences& sentences, double discount,
                               const Rewarder& rewarder) {
  const Sentences& all = sentences.sentences;
  const torch::Tensor position = torch::arange(
      1, all.tokens.size(1) + 1, torch::dtype(torch::kFloat64).device(all.tokens.device()));
  const torch::Tensor left = all.lengths.unsqueeze(1) - position;  // L - t
  const torch::Tensor shares =
      torch::pow(discount, left.clamp_min(0)).to(torch::kFloat32) * token_mask(all);
  return shares * rewarder.rewards(sentences).unsqueeze(1);
}

torch::Tensor discounted_sums(const torch::Tensor& rewards, const torch::Tensor& mask,
                              double discount) {
  const auto place =
      torch::arange(mask.size(1), torch::dtype(torch::kFloat64).device(mask.device()));
  const auto later = place.unsqueeze(1) - place.unsqueeze(0);  // s - t
  const auto shares = torch::pow(discount, later.clamp_min(0)) * (later >= 0);
  return (rewards * mask).matmul(shares.to(torch::kFloat32)) * mask;
}

torch::Tensor token_rewards(const HardSentences& sentences, double discount,
                            const Rewarder& rewarder) {
  return discounted_sums(rewarder.rewards(sentences), token_mask(sentences.sentences), discount);
}

torch::Tensor before_the_token(const torch::Tensor& rewards, const torch::Tensor& first) {
  const int64_t earlier = rewards.size(1) - 1;
  return torch::cat({first.expand({rewards.size(0), 1}), rewards.narrow(1, 0, earlier)}, 1);
}

torch::Tensor token_mask(const Sentences& sentences) {
  return inside(sentences.lengths, sentences.tokens.size(1)).to(torch::kFloat32);
}

}  // namespace lingan
