/// How many rows of logits exist at a time.
#pragma once

#include <algorithm>
#include <cstdint>

namespace lingan {

/// Logits of a block of rows, on the CPU.
inline constexpr int64_t kLogitBlockElements = int64_t{1} << 22;

/// Rows of a block, 64 at least: a product of fewer is slow.
/// @param vocabulary  V, logits of a row.  @param elements  logits of a block.
inline int64_t logit_block_rows(int64_t vocabulary, int64_t elements = kLogitBlockElements) {
  constexpr int64_t kLeastRows = 64;
  return std::max(kLeastRows, elements / vocabulary);
}

}  // namespace lingan
