/// Sentences of which some have a label, and some have one that nobody knows.
#pragma once

#include <cstdint>

#include <lingan/base/token_batch.h>

namespace lingan {

/// In place of the number of a label that nobody knows.
inline constexpr int32_t kUnknownLabel = -1;

/// The rows whose label is known, in their order; of a batch without labels none.
TokenBatch labelled_sentences(const TokenBatch& batch);

/// The sentences with the labels of their sources, where these have any, in place of the numbers of
/// the sources.
/// @param sentences  whose labels, where they have any, are rows of `sources` if that has rows.
TokenBatch labelled_by_sources(TokenBatch sentences, const TokenBatch& sources);

}  // namespace lingan
