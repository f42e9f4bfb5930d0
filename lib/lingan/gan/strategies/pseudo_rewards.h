/// What every token of the vocabulary would be worth in the place of each token of a sentence, from
/// one pass back through D: Lin, Chen & Lee 2020 (TaylorGAN).
#pragma once

#include <lingan/model/torch.h>

#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/discriminators/sentence_value.h>

namespace lingan {

/// First-order rewards.
struct PseudoRewards {
  torch::Tensor rewards;  ///< [B], of the sentences themselves
  torch::Tensor changes;  ///< [B, T, V]: what the reward gains where v stands at t; 0 after the end
};

/// r(x with v at t) - r(x) = <dr/de_t, E_v - e_t> + ..., with E D's embeddings and e_t that of x_t.
/// @param sentences  hard tokens.  @param discriminator  in evaluation mode.
PseudoRewards pseudo_rewards(Discriminator& discriminator, const SentenceValue& reward,
                             const Sentences& sentences);

/// How much of v's pseudo-reward a drawn token x stands for: K(x, v) / sum_u p(u) K(u, v), with
/// K(u, v) = exp(-|E_u - E_v|^2 / (2 bandwidth^2)). Its mean over x drawn from p is 1 for every v.
/// @param tokens         [N] int64, drawn.
/// @param probabilities  p, [N, V]: of each of them.
/// @param table          E, [V, W].  @param bandwidth  > 0.  @return [N, V], without gradient.
torch::Tensor kernel_weights(const torch::Tensor& tokens, const torch::Tensor& probabilities,
                             const torch::Tensor& table, double bandwidth);

}  // namespace lingan
