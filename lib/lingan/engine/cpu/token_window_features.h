/// SIMD kernels of TokenWindowFeatures; the best instruction set of the machine is chosen when they
/// run.
#pragma once

#include <cstdint>
#include <span>

namespace lingan::engine {

/// Partial products of some tokens with a strip of filters.
struct PartialProducts {
  std::span<const float* const> embeddings;  ///< one row of E floats for each token
  const float* weight;                       ///< [width, embedding_width, floats]
  int64_t embedding_width;                   ///< E
  int64_t width;                             ///< w
  int64_t floats;                            ///< 16, 32 or 64
  float* table;                              ///< [tokens, width, floats], written
};
void compute_partial_products(const PartialProducts& task);

/// Rows in which longer and longer prefixes of one sentence are shared.
struct TokenWindowRun {
  const float* table;                ///< [slots, width, floats]
  int64_t width;                     ///< w
  int64_t floats;                    ///< 16, 32 or 64
  int64_t length;                    ///< T >= w, tokens in a row
  std::span<const int32_t> prefix;   ///< shared tokens of each row, rising
  const int32_t* slots;              ///< [rows, length]: table entries of the tokens
  const float* bias;                 ///< [floats]
  int64_t count;                     ///< filters, <= floats
  std::span<float* const> features;  ///< where the `count` features of each row go
  std::span<float> scratch;          ///< (T - w + 2) * floats
};
void reduce_token_window_run(const TokenWindowRun& run);

}  // namespace lingan::engine
