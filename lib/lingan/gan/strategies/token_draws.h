/// Tokens drawn from distributions that are tensors, by numbers of a random stream.
#pragma once

#include <cstdint>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>

namespace lingan {

/// Uniform numbers in [0, 1) of rows and positions of a stream: [rows, width] float64, on the CPU.
torch::Tensor uniform_numbers(RandomStream stream, uint64_t first_row, int64_t rows,
                              uint32_t first_position, int64_t width);

/// Where each row's distribution function passes its numbers: tokens [N, n] int64.
/// @param logits  [N, V].  @param uniform  [N, n] float64, where the logits are.
torch::Tensor drawn_tokens(const torch::Tensor& logits, const torch::Tensor& uniform);

}  // namespace lingan
