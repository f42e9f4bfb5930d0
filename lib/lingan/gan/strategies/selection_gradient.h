/// The policy gradient of a choice of one item: Wang et al. 2017 (IRGAN), eq. 5, which is
/// REINFORCE with sentences of one token.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

namespace lingan {

/// What items are drawn by, [B, V]: the generator's choice, mixed with the relevant items, each of
/// which is as likely as the others.
/// @param probabilities  [B, V] of the generator.
/// @param relevant  [B, V], 1 at the query's items, of which each row has one or more.
/// @param relevant_share  in [0, 1].
torch::Tensor proposal(const torch::Tensor& probabilities, const torch::Tensor& relevant,
                       double relevant_share);

/// Minus the expected reward of a mean row: a scalar whose gradient, in the mean over draws, is
/// minus that of sum_d p(d) r(d), for rewards that do not depend on p.
/// @param log_probabilities  ln p, [B, V], differentiable.
/// @param items  [B, N] int64, drawn in proportion to `proposal`.
/// @param rewards  r of these, [B, N].  @param proposal  [B, V].
torch::Tensor sampled_selection_loss(const torch::Tensor& log_probabilities,
                                     const torch::Tensor& items, const torch::Tensor& rewards,
                                     const torch::Tensor& proposal);

/// The same without sampling.
/// @param rewards  of all items, [B, V].
torch::Tensor exact_selection_loss(const torch::Tensor& log_probabilities,
                                   const torch::Tensor& rewards);

}  // namespace lingan
