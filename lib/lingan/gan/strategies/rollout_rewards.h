/// Rewards of single tokens by Monte-Carlo completion, or from finished sentences.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/strategies/rewarder.h>
#include <lingan/model/sentences/hard_sentences.h>

namespace lingan {

/// Q(t) = (1/M) sum_m R(y_1..y_t and completion m) for t < L, and Q(L) = R(y): [B, T], 0 after the
/// sentence's length L. Source: Yu et al. 2017, eq. 4.
/// @param rollouts   completes with the rollout policy.
/// @param sentences  where G and D are; nothing of them or their completions leaves that device,
///                   and logits of the rollout policy that are not finite set their `diverged`
///                   to 1.
/// @throws NumericError for such logits on the host.
torch::Tensor rollout_rewards(const engine::Rollouts& rollouts, const HardSentences& sentences,
                              const engine::RolloutRequest& request, const Rewarder& rewarder);

/// Q(t) = discount^(L - t) R(y): [B, T], 0 after the sentence's length L.
/// @param discount  in (0, 1].
torch::Tensor finished_rewards(const HardSentences& sentences, double discount,
                               const Rewarder& rewarder);

/// Q(t) = sum over s in t..L of discount^(s - t) r(s): [B, T], 0 after the sentence's length L.
/// @param rewards  r, [B, T].  @param mask  [B, T], 1 where the sentence has a token, else 0.
/// @param discount  in (0, 1].
torch::Tensor discounted_sums(const torch::Tensor& rewards, const torch::Tensor& mask,
                              double discount);

/// discounted_sums() of D's rewards of tokens (de Masson d'Autume et al. 2019, eq. 5).
/// @param discount  in (0, 1].
/// @param rewarder  of a D that judges tokens.
torch::Tensor token_rewards(const HardSentences& sentences, double discount,
                            const Rewarder& rewarder);

/// Q(t - 1) for t > 1, and `first`, [B, 1] or [1, 1], for t = 1: [B, T]. With rollouts what a
/// prefix is worth before the token that follows it is drawn.
torch::Tensor before_the_token(const torch::Tensor& rewards, const torch::Tensor& first);

/// 1 where a sentence has a token, else 0: [B, T] float.
torch::Tensor token_mask(const Sentences& sentences);

}  // namespace lingan
