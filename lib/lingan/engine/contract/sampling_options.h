/// How a token is drawn from a generator's logits.
#pragma once

#include <cstdint>

namespace lingan::engine {

/// A token is drawn from logits o by softmax(o / temperature), cut to the top_k likeliest tokens,
/// then to the smallest set whose probability reaches top_p, renormalized.
struct SamplingOptions {
  double temperature = 1.0;  ///< at least 1e-6
  int32_t top_k = 0;         ///< >= 0; 0: no limit
  double top_p = 1.0;        ///< in (0, 1]; 1: no limit
  bool greedy = false;       ///< take the likeliest token (the lowest id of equals), with ln p = 0;
                             ///< ignores the rest

  /// Whether some tokens cannot be drawn, so that a row's logits must be ranked.
  bool is_cut() const { return greedy || top_k > 0 || top_p < 1.0; }
};

}  // namespace lingan::engine
