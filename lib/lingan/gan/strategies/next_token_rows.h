/// What a generator's output layer makes the distributions of next tokens of.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/model/generators/generator.h>
#include <lingan/model/layers/softmax_pair_loss.h>

namespace lingan {

/// G(. | y_<t) of every token of every sentence, B T rows, differentiable in G's weights.
/// @param tokens  [B, T] int64, y_1..y_T.
SoftmaxRows next_token_rows(Generator& generator, const torch::Tensor& tokens);

/// The same without a gradient.
SoftmaxRows fixed_next_token_rows(Generator& generator, const torch::Tensor& tokens);

}  // namespace lingan
