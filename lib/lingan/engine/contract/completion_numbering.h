/// Which Monte-Carlo completion has which number, and which random numbers it draws by.
#pragma once

#include <cstdint>

#include <lingan/base/host_device.h>

namespace lingan::engine {

/// Completions of sentences 0, 1, ... of T tokens are numbered by sentence, then by prefix (its
/// first n, 2 n, ... tokens below T, n = 1 but where fewer are wanted), then by rollout. All that
/// complete keep to it, so that a completion is the same wherever it is made.
struct CompletionNumbering {
  int64_t width = 0;     ///< T >= 2
  int64_t rollouts = 0;  ///< M >= 1, completions of each prefix
  int64_t every = 1;     ///< n >= 1, tokens from prefix to prefix

  /// Prefixes of one sentence that are completed.
  LINGAN_HD int64_t prefixes() const { return (width - 1) / every; }
  /// Completions of one sentence.
  LINGAN_HD int64_t per_sentence() const { return prefixes() * rollouts; }

  LINGAN_HD int64_t sentence(int64_t completion) const { return completion / per_sentence(); }
  /// Tokens of the prefix, a multiple of n in 1..T-1.
  LINGAN_HD int64_t prefix(int64_t completion) const {
    return (completion / rollouts % prefixes() + 1) * every;
  }
  LINGAN_HD int64_t rollout(int64_t completion) const { return completion % rollouts; }

  LINGAN_HD int64_t index(int64_t sentence, int64_t prefix, int64_t rollout) const {
    return (sentence * prefixes() + prefix / every - 1) * rollouts + rollout;
  }

  /// The row of the random stream that a completion draws by: its token t, counted from 0, by
  /// stream.uniform(row, t). The rollouts of a prefix have consecutive rows.
  /// @param first_row  number of sentence 0 in the stream.
  LINGAN_HD uint64_t stream_row(uint64_t first_row, int64_t completion) const {
    const uint64_t row = first_row + static_cast<uint64_t>(sentence(completion));
    const uint64_t prefixes =
        row * static_cast<uint64_t>(width) + static_cast<uint64_t>(prefix(completion));
    return prefixes * static_cast<uint64_t>(rollouts) + static_cast<uint64_t>(rollout(completion));
  }
};

}  // namespace lingan::engine
