/// The cross-entropy of a generator's output layer, without the logits.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// N predictions of tokens, with logits = hidden . weight^T + bias.
struct OutputPredictions {
  torch::Tensor hidden;   ///< [N, H]
  torch::Tensor weight;   ///< [V, H]
  torch::Tensor bias;     ///< [V]
  torch::Tensor targets;  ///< [N] int64, in [0, V)
  torch::Tensor weights;  ///< [N], no gradient is taken; rows of weight 0 cost nothing
};

/// Sum over n of weights[n] * -ln p(targets[n]), a scalar. Logits and probabilities exist for a
/// block of rows at a time; the gradient in hidden, weight and bias is computed with the loss, in
/// the same blocks. A gradient of the gradient is taken through plain torch, with a notice.
torch::Tensor output_cross_entropy(const OutputPredictions& predictions);

/// The same by plain torch operations over [N, V].
torch::Tensor plain_output_cross_entropy(const OutputPredictions& predictions);

}  // namespace lingan
