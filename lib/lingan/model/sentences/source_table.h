/// Sources: the sentences that a generator's sentences are conditioned on, such as those that they
/// translate or answer.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/base/token_batch.h>

namespace lingan {

/// Sources by their numbers. A sentence's own stands where that of its label would (TokenBatch and
/// Sentences).
struct SourceTable {
  TokenBatch sentences;               ///< [S, W], each of a token or more; labels are those of the
                                      ///< sentences that they are the sources of, or, where these
                                      ///< are to be written again, their own
  std::vector<int32_t> sampled = {};  ///< numbers of those that sampled sentences take, in this
                                      ///< order, over and over
  int64_t sentences_of_each = 1;      ///< sampled one after the other
};

}  // namespace lingan
