/// Parts of the cross-entropy of a linear output layer and its gradient, for the calling thread
/// alone. engine/training/cross_entropy.h puts them together.
///
/// With logits o = W h + b and probabilities p = exp(o - m) / Z, the gradient of -w ln p_y is
/// w (p - onehot(y)) in o. The exponentials alone are kept, for a group of rows; divisions by Z are
/// done on h and on dh, which are H wide where o is V wide.
#pragma once

#include <cstdint>

#include <lingan/engine/panels.h>

namespace lingan::engine {

/// The output layer, packed.
struct SoftmaxLayer {
  const float* weight;  ///< [V, H], H a multiple of 32
  const float* panels;  ///< [P, H, kPanel]: the weight, packed
  const float* bias;    ///< [P * kPanel], -infinity after V
  int64_t vocabulary;   ///< V
  int64_t width;        ///< H

  int64_t padded() const { return panels_of(vocabulary) * kPanel; }
};

/// Some rows, and what is computed of them.
struct SoftmaxRows {
  int64_t count;
  const float* hidden;     ///< [count, H]
  const int64_t* targets;  ///< [count], in [0, V)
  const float* weights;    ///< [count]
  float* exponentials;     ///< [count, padded V], written: exp(o - m)
  float* nll;              ///< [count], written: -ln p_y
  float* scaled;           ///< [count, H], written: h w / Z
  float* scale;            ///< [count], written: w / Z
  float* gradient;         ///< [count, H], written: the gradient in h; null: none wanted
};
void softmax_rows(const SoftmaxLayer& layer, const SoftmaxRows& rows);

/// Adds sum over rows of p w h to rows [begin, end) of the gradient of W [V, H], and of p w to that
/// of b [V]; begin is a multiple of 32.
struct SoftmaxGradient {
  const SoftmaxRows& rows;
  float* weight;
  float* bias;
};
void add_softmax_gradient(const SoftmaxLayer& layer, const SoftmaxGradient& gradient, int64_t begin,
                          int64_t end);

}  // namespace lingan::engine
