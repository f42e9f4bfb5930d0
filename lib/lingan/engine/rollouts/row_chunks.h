/// How rows are divided among threads, and the checks of what callers hand in.
#pragma once

#include <cstdint>
#include <span>

#include <lingan/base/token_batch.h>
#include <lingan/engine/rollouts/stepper.h>

namespace lingan::engine {

/// Rows that a thread takes at a time, a multiple of 8: small enough that all threads have work,
/// large enough that weights are not read for a few rows only. Results do not depend on it.
int64_t row_grain(const Stepper& stepper, int64_t rows);

/// @throws UsageError if a token is outside 0..vocabulary-1; `what` names the tokens.
void check_tokens(std::span<const int32_t> tokens, int64_t vocabulary, const char* what);

/// @throws UsageError if the matrix does not have its shape or a token is not of the vocabulary.
void check_batch(const TokenBatch& sentences, int64_t vocabulary);

}  // namespace lingan::engine
