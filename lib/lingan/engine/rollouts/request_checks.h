/// The checks of what callers hand to Rollouts, the same for every implementation.
#pragma once

#include <cstdint>
#include <span>

#include <lingan/base/token_batch.h>
#include <lingan/engine/rollouts/rollouts.h>

namespace lingan::engine {

/// @throws UsageError if bos is not of the vocabulary.
void check_specials(const SpecialTokens& specials, int64_t vocabulary);

/// @throws UsageError if an option is out of its range, or the prompt is too long, holds eos or a
/// token that is not of the vocabulary.
void check_request(const SampleRequest& request, const SpecialTokens& specials, int64_t vocabulary);

/// @throws UsageError if an option is out of its range.
void check_request(const RolloutRequest& request);

/// @param states  of the rows, or empty.
/// @throws UsageError if there are not as many as [rows, width] holds.
void check_states(std::span<const float> states, int64_t rows, int64_t width);

/// @throws UsageError if the matrix does not have its shape or a token is not of the vocabulary.
void check_batch(const TokenBatch& sentences, int64_t vocabulary);

}  // namespace lingan::engine
