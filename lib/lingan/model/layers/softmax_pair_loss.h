/// Losses between the next-token distributions of two networks, without their logits.
#pragma once

#include <functional>

#include <lingan/model/torch.h>

namespace lingan {

/// N rows of which an output layer makes distributions, softmax(hidden . weight^T + bias).
struct SoftmaxRows {
  torch::Tensor hidden;  ///< [N, H]
  torch::Tensor weight;  ///< [V, H]
  torch::Tensor bias;    ///< [V]
};

/// What n rows cost, and how that rises with each ln p, as if these were free of each other.
struct RowLosses {
  torch::Tensor losses;  ///< [n]
  torch::Tensor slopes;  ///< [n, V]
};

/// The losses of some rows by ln p and ln q of all tokens, [n, V] both, which it may write over.
/// @param rows  [n] int64, their numbers in 0..N-1.
/// REQUIRES: calls for other rows may run at the same time, on other threads.
using RowLoss = std::function<RowLosses(const torch::Tensor& log_p, const torch::Tensor& log_q,
                                        const torch::Tensor& rows)>;

/// Sum over n of weights[n] * loss(p_n, q_n), a scalar, differentiable once in the hidden rows,
/// weight and bias of p alone. Logits and probabilities exist for a block of rows at a time, and
/// the gradient is computed with the loss, in the same blocks.
/// @param weights  [N], no gradient is taken; `loss` may not be asked for rows of weight 0.
/// @throws std::logic_error from a gradient of the gradient.
torch::Tensor softmax_pair_loss(const SoftmaxRows& p, const SoftmaxRows& q,
                                const torch::Tensor& weights, const RowLoss& loss);

}  // namespace lingan
