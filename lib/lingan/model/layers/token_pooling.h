/// Features of sentences out of the states of their tokens.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// The sentences' lengths, [B] int64; all of T where they have none.
/// @param vectors  theirs, [B, T, E].
torch::Tensor lengths_of(const Sentences& sentences, const torch::Tensor& vectors);

/// The maximum and the mean of each state over a sentence's tokens, pads passed over: [B, 2H].
/// @param states   [B, T, H].  @param lengths  [B] int64, >= 1.
/// @param below    less than any state.
torch::Tensor maximum_and_mean(const torch::Tensor& states, const torch::Tensor& lengths,
                               double below);

/// The sum, the minimum and the mean of a sentence's values, pads passed over: [B, 3].
/// @param values  [B, T].  @param lengths  [B] int64, >= 1.
torch::Tensor sum_minimum_and_mean(const torch::Tensor& values, const torch::Tensor& lengths);

}  // namespace lingan
