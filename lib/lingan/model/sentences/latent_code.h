/// Latent codes: what tells sentences apart where their tokens are not drawn.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>

namespace lingan {

/// Standard normal codes [rows, width], float32, on the CPU. A code depends on the stream and the
/// row's number alone; its numbers are apart from those of the row's tokens.
/// @param first_row  number of the first row in the stream.
torch::Tensor latent_codes(RandomStream stream, uint64_t first_row, int64_t rows, int64_t width);

/// The signs of the same, -1 or 1: codes of independent even bits.
torch::Tensor binary_codes(RandomStream stream, uint64_t first_row, int64_t rows, int64_t width);

/// The bits of numbers, -1 or 1 of each; 0 counts as 1.
torch::Tensor bits_of(const torch::Tensor& numbers);

}  // namespace lingan
