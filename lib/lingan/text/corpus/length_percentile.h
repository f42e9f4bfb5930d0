/// The length that a share of a corpus' sentences does not exceed.
#pragma once

#include <cstdint>
#include <map>

namespace lingan {

/// How many sentences have each length in tokens.
using LengthCounts = std::map<int32_t, int64_t>;

/// How many sentences are counted.
int64_t count_sentences(const LengthCounts& lengths);

/// The least length that at least a share of the sentences does not exceed; 0 if there are none.
/// @param share  in (0, 1].
int32_t length_percentile(const LengthCounts& lengths, double share);

}  // namespace lingan
