/// The control of policy gradient: D's judgements, given to sentences that they are not of.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/base/random.h>

namespace lingan {

/// The rewards of every position dealt out anew among the sentences that have a token there, by one
/// order of all rows: what a sentence gets is another's, whole where lengths are equal. Their mean,
/// deviation and signs stay at every position, and what D says of a sentence is gone.
/// @param rewards  [B, T], on any device.  @param mask  [B, T], 1 where the sentence has a token.
/// @return [B, T]; values where the mask is 0 mean nothing.
torch::Tensor shuffled_rewards(const torch::Tensor& rewards, const torch::Tensor& mask,
                               const RandomStream& stream);

}  // namespace lingan
