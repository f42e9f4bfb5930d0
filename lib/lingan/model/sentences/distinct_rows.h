/// The different rows of a batch of sentences.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/base/token_batch.h>

namespace lingan {

/// Some rows of a batch without their repetitions.
struct DistinctRows {
  std::vector<int64_t> rows;   ///< [d], the first of equal rows, in the order that was given
  std::vector<int64_t> place;  ///< [n], for each given row, which of `rows` equals it
};

/// @param rows  [n], each in 0..batch.rows-1.
DistinctRows distinct_rows(const TokenBatch& batch, std::span<const int64_t> rows);

}  // namespace lingan
