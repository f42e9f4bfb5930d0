/// Gumbel noise from a counter-based stream.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>

namespace lingan {

/// Standard Gumbel noise -ln(-ln u) for the logits of one position of B sentences, float32, where
/// the logits are. A value depends on the stream, the row's number, the position and the token
/// alone. u has 23 bits, so that every value is finite, in -2.8..16.7.
/// @param logits  [B, V]: not read.
/// @param first_row  number of the first sentence in the stream.
torch::Tensor gumbel_noise(RandomStream stream, uint64_t first_row, int64_t position,
                           const torch::Tensor& logits);

}  // namespace lingan
