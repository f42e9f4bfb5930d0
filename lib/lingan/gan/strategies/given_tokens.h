/// Of values of all tokens those of the tokens that stand in sentences.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// values[b, t, tokens[b, t]], [B, T]; differentiable in the values.
/// @param values  [B, T, V].  @param tokens  [B, T] int64.
torch::Tensor of_given_tokens(const torch::Tensor& values, const torch::Tensor& tokens);

}  // namespace lingan
