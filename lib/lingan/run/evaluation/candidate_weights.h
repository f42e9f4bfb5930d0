/// What candidates for a filling are worth, and which of them is taken.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/base/token_batch.h>

namespace lingan {

/// ln of the probability of each candidate over that of its words having been drawn: what the known
/// tokens are worth after them.
/// @param known      [rows, T]: engine::kHole where a word was drawn.
/// @param of_model   [rows, T]: ln p of every token.
/// @param of_filler  [rows, T]: ln p of it where words alone are drawn, read in holes.
std::vector<double> candidate_log_weights(const TokenBatch& known, std::span<const float> of_model,
                                          std::span<const float> of_filler);

/// A number of 0..size - 1 with probability proportional to its weight.
/// @param log_weights  at least one.  @param uniform  in [0, 1).
int64_t drawn_by_weight(std::span<const double> log_weights, double uniform);

}  // namespace lingan
