#include <lingan/gan/strategies/novelty_rewards.h>

#include <lingan/gan/strategies/given_tokens.h>
#include <lingan/gan/strategies/rollout_rewards.h>

namespace lingan {
namespace {

/// The mean over sentences of the mean cross-entropy of a sentence's words.
torch::Tensor mean_novelty(Generator& language_model, const Sentences& sentences) {
  const auto mask = token_mask(sentences);
  const auto weights = mask / mask.sum(1, true).clamp_min(1) / sentences.rows();
  return language_model.cross_entropy(sentences.tokens, weights);
}

}  // namespace

torch::Tensor novelty(Generator& language_model, const Sentences& sentences) {
  const torch::NoGradGuard no_gradient;
  const torch::Tensor& tokens = sentences.tokens;
  const auto all = torch::log_softmax(language_model.forward(tokens), -1);
  return -of_given_tokens(all, tokens) * token_mask(sentences);
}

torch::Tensor novelty_rewards(const torch::Tensor& novelty, const torch::Tensor& mask,
                              const NoveltyOptions& options) {
  const auto words = options.reward_bound > 0 ? novelty.clamp_max(options.reward_bound) : novelty;
  const auto sentences = words.sum(1, true) / mask.sum(1, true).clamp_min(1);
  const auto rewards = options.level == "word"       ? words
                       : options.level == "sentence" ? sentences.expand_as(words)
                                                     : sentences * words;
  return discounted_sums(rewards, mask, options.discount);
}

torch::Tensor novelty_loss(Generator& language_model, const Sentences& real, const Sentences& fakes,
                           double real_weight) {
  return mean_novelty(language_model, fakes) - real_weight * mean_novelty(language_model, real);
}

}  // namespace lingan
