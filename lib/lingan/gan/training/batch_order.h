/// The order in which training sees sentences.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/base/random.h>
#include <lingan/base/token_batch.h>

namespace lingan {

/// A random permutation of 0..count-1 (Fisher and Yates), the same for the same stream.
std::vector<int64_t> random_order(int64_t count, RandomStream stream);

/// Batches of row numbers that cover a corpus once in random order. Sentences of about the same
/// length share a batch, so that little is computed on padding: the random order is cut into pools
/// of 50 batches, each pool is sorted by length, and the batches are shuffled again.
/// @return batches of batch_size rows, the last of the cut possibly smaller.
std::vector<std::vector<int64_t>> length_bucketed_batches(const TokenBatch& corpus,
                                                          int64_t batch_size, RandomStream stream);

}  // namespace lingan
