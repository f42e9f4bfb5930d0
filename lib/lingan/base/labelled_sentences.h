/// Sentences of which some have a label, and some have one that nobody knows.
#pragma once

#include <cstdint>

#include <lingan/base/token_batch.h>

namespace lingan {

/// In place of the number of a label that nobody knows.
inline constexpr int32_t kUnknownLabel = -1;

/// The rows whose label is known, in their order; of a batch without labels none.
TokenBatch labelled_sentences(const TokenBatch& batch);

}  // namespace lingan
