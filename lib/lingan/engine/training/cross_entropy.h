/// The cross-entropy of a linear output layer with its gradient in one pass over groups of rows.
#pragma once

#include <cstdint>

namespace lingan::engine {

/// N predictions of tokens. Logits [N, V] = hidden [N, H] . weight^T + bias.
struct CrossEntropyTask {
  int64_t rows;            ///< N
  int64_t width;           ///< H, one that cross_entropy_takes
  int64_t vocabulary;      ///< V >= 1
  const float* hidden;     ///< [N, H]
  const float* weight;     ///< [V, H]
  const float* bias;       ///< [V]
  const int64_t* targets;  ///< [N], in [0, V)
  const float* weights;    ///< [N]: the loss is the sum of weights[n] nll[n]
};

/// Where results go. Gradients are those of the loss; all three are wanted, or none (null).
struct CrossEntropyResult {
  float* nll;               ///< [N]: -ln p(target)
  float* hidden = nullptr;  ///< [N, H]
  float* weight = nullptr;  ///< [V, H]
  float* bias = nullptr;    ///< [V]
};

/// Whether the kernel is made for outputs of this width; above, the best large product wins.
bool cross_entropy_takes(int64_t width);

/// Exponentials of a group of rows at a time, at most 4 MiB of them (or 16 rows), are all that is
/// ever held of [N, V]. The result does not depend on the number of threads.
void cross_entropy(const CrossEntropyTask& task, const CrossEntropyResult& result);

}  // namespace lingan::engine
