#include <lingan/gan/strategies/cold_sampling.h>

#include <cmath>
#include <limits>

#include <lingan/gan/strategies/given_tokens.h>
#include <lingan/gan/strategies/rollout_rewards.h>

namespace lingan {

torch::Tensor cold_log_probabilities(const torch::Tensor& logits, const ColdSampling& cold) {
  const auto all = torch::log_softmax(logits / cold.temperature, -1);
  if (cold.top_p == 1) return all;
  // As the engine does: the likeliest tokens, the first of equals first, until their sum is top_p.
  const auto [ranked, order] = all.exp().sort(/*stable=*/true, /*dim=*/-1, /*descending=*/true);
  const auto is_cut_by_rank = ranked.cumsum(-1) - ranked >= cold.top_p;
  const auto is_cut = torch::zeros_like(is_cut_by_rank).scatter(-1, order, is_cut_by_rank);
  return torch::log_softmax(all.masked_fill(is_cut, -std::numeric_limits<float>::infinity()), -1);
}

torch::Tensor importance_weights(Generator& generator, const Sentences& sentences,
                                 const ColdSampling& cold, const ImportanceOptions& options) {
  const torch::NoGradGuard no_gradient;
  const auto mask = token_mask(sentences);
  if (cold.is_plain()) return mask;
  const auto logits = generator.forward(sentences.tokens, sentences.labels).to(torch::kFloat64);
  // ln of what stands up to each token, by log-probabilities [B, T, V] of next tokens.
  const auto up_to = [&](const torch::Tensor& all) {
    return of_given_tokens(all, sentences.tokens).masked_fill(mask == 0, 0).cumsum(1);
  };
  const auto own = up_to(torch::log_softmax(logits, -1));
  const auto ratio = up_to(cold_log_probabilities(logits, cold)) - own;  // ln c - ln G
  const auto rest = torch::full_like(ratio, std::log1p(-cold.share));
  auto weights = (-torch::logaddexp(ratio + std::log(cold.share), rest)).exp();
  if (!options.by_prefix) weights = weights.slice(1, -1).expand_as(weights);
  if (options.clip > 0) weights = weights.clamp_max(options.clip);
  return weights.to(torch::kFloat32) * mask;
}

}  // namespace lingan
