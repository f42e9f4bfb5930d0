/// One step of Adam in one pass over memory, for the calling thread alone: Kingma and Ba 2015,
/// "Adam: a method for stochastic optimization", algorithm 1, with the decoupled weight decay of
/// Loshchilov and Hutter 2019, "Decoupled weight decay regularization", algorithm 2.
#pragma once

#include <cstdint>

namespace lingan::engine {

/// Numbers that all weights share.
struct AdamFactors {
  float gradient = 1.0f;  ///< clips: the gradient counts this many times
  float beta1, beta2;     ///< decay of the moments, in [0, 1)
  float share1, share2;   ///< 1 - beta1 and 1 - beta2, rounded once
  float rate;             ///< learning rate / (1 - beta1^t)
  float root;             ///< 1 / sqrt(1 - beta2^t)
  float epsilon;          ///< added to the root of the second moment
  float kept = 1.0f;      ///< 1 - learning rate * weight decay: the weight counts this many times
};

/// One tensor, its gradient and its moments.
struct AdamTensor {
  float* weight;
  const float* gradient;
  float* mean;    ///< first moment
  float* square;  ///< second moment
};

/// Steps weights [begin, end). The result of a weight does not depend on the range.
void adam_step(const AdamFactors& factors, const AdamTensor& tensor, int64_t begin, int64_t end);

/// Sum of values[i]^2; lanes are added up in float, blocks of 4096 in double.
double sum_of_squares(const float* values, int64_t count);

}  // namespace lingan::engine
