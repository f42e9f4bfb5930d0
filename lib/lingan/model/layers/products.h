/// Matrix products on lingan's threads, where torch is kept to one.
#pragma once

#include <lingan/model/torch.h>

namespace lingan {

/// out = a b. On the CPU float32 is computed by the engine on the pool's threads, and does not
/// depend on how many there are; the rest by torch. Nothing is recorded for gradients.
/// @param a  [M, K].  @param b  [K, N]; both may be transposed views.  @param out  [M, N].
void multiply(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& out);

/// out += a b, likewise.
void multiply_add(const torch::Tensor& a, const torch::Tensor& b, const torch::Tensor& out);

}  // namespace lingan
