/// Labels of sentences that a generator is told.
#pragma once

#include <cstdint>
#include <span>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>

namespace lingan {

/// Labels [rows], int64, on the CPU, each drawn by itself in the given proportions. A label depends
/// on the stream and the row's number alone; its number is apart from those of the row's tokens.
/// @param first_row  number of the first row in the stream.
/// @param sentences  of each label, >= 1.
torch::Tensor drawn_labels(RandomStream stream, uint64_t first_row, int64_t rows,
                           std::span<const int64_t> sentences);

}  // namespace lingan
