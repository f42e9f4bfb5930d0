/// Body of the fused output layer and draw: one row, for any launcher.
#pragma once

#include <cmath>
#include <cstdint>

#include <lingan/base/host_device.h>
#include <lingan/engine/kernels/recurrent_unit.h>

namespace lingan::engine {

/// An output layer in torch's layout.
struct OutputView {
  const float* weight;   ///< [V, H]
  const float* bias;     ///< [V]
  int64_t vocabulary;    ///< V
  int64_t hidden_width;  ///< H
};

/// A token and ln p of it.
struct RowDraw {
  int32_t token;
  float log_probability;
};

/// Draws from softmax(logits * scale) by the inverse of the cumulative distribution in the order of
/// ids. Reads the weights twice and writes nothing: the first pass sums exponentials under a
/// running maximum, the second stops at the token.
/// @param hidden  [H].  @param scale  1 / temperature.  @param uniform  in [0, 1).
LINGAN_HD inline RowDraw draw_row(const OutputView& output, const float* hidden, float scale,
                                  double uniform) {
  const int64_t width = output.hidden_width;
  float top = -1e30f;
  double total = 0;
  for (int64_t v = 0; v < output.vocabulary; ++v) {
    const float logit = scale * dot(hidden, output.weight + v * width, width, output.bias[v]);
    if (logit > top) {
      total *= exp(static_cast<double>(top - logit));
      top = logit;
    }
    total += static_cast<double>(expf(logit - top));
  }
  const double target = uniform * total;
  double below = 0;
  RowDraw drawn{0, 0.0f};
  for (int64_t v = 0; v < output.vocabulary && below <= target; ++v) {
    const float logit = scale * dot(hidden, output.weight + v * width, width, output.bias[v]);
    const double weight = static_cast<double>(expf(logit - top));
    if (weight <= 0) continue;
    below += weight;
    drawn = {static_cast<int32_t>(v),
             static_cast<float>(static_cast<double>(logit - top) - log(total))};
  }
  return drawn;
}

}  // namespace lingan::engine
