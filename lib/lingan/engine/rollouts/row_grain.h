/// How rows are divided among threads.
#pragma once

#include <cstdint>

#include <lingan/engine/rollouts/stepper.h>

namespace lingan::engine {

/// Rows that a thread takes at a time, a multiple of 8: small enough that all threads have work,
/// large enough that weights are not read for a few rows only. Results do not depend on it.
int64_t row_grain(const Stepper& stepper, int64_t rows);

}  // namespace lingan::engine
