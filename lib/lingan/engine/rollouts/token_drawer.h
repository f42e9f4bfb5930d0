/// The fused output layer: logits, softmax and draw, block by block, for the calling thread alone.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/engine/contract/sampling_options.h>
#include <lingan/engine/cpu/output_layer.h>
#include <lingan/engine/cpu/output_rows.h>
#include <lingan/engine/rollouts/truncation.h>

namespace lingan::engine {

/// A drawn token and ln p of it under the distribution that it was drawn from.
struct DrawnToken {
  int32_t token = 0;
  float log_probability = 0.0f;
};

/// @throws UsageError if an option is out of its range.
void check_sampling_options(const SamplingOptions& options);

/// Draws tokens from hidden rows by the inverse of the cumulative distribution in the order of ids.
/// A row's token is a function of its hidden vector and its uniform number alone.
class TokenDrawer {
 public:
  /// @param layer  must live as long as the drawer.  @throws UsageError as check_sampling_options.
  TokenDrawer(const OutputLayer& layer, const SamplingOptions& options);

  /// Draws `copies` tokens from each row.
  /// @param hidden  [rows, H].  @param uniforms  [rows * copies] in [0, 1), the copies of a row
  /// together.  @param drawn  [rows * copies], written.
  /// @throws NumericError if a row's logits are not finite.
  void draw(const float* hidden, int64_t copies, std::span<const double> uniforms,
            DrawnToken* drawn);

  /// ln p of a given token for each row, at the drawer's temperature, uncut.
  /// @param hidden  [rows, H].  @param targets  [rows].  @param result  [rows], written.
  /// @throws NumericError if a row's logits are not finite.
  void log_probabilities(const float* hidden, std::span<const int32_t> targets, float* result);

 private:
  void sum_tile(const float* hidden, int64_t rows);
  double total(int64_t row) const;
  DrawnToken pick(int64_t row, double total, double uniform) const;
  void draw_from_logits(const float* hidden, int64_t copies, std::span<const double> uniforms,
                        DrawnToken* drawn);

  const OutputLayer& layer_;
  SamplingOptions options_;
  float scale_;
  OutputRows rows_;
  std::vector<float> references_;
  std::vector<float> sums_;
  std::vector<float> logits_;
  TruncatedDistribution truncated_;
};

}  // namespace lingan::engine
