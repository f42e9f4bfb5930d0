/// Sums of the exponentials of logits, for the calling thread alone: the first half of a draw.
#pragma once

#include <cstdint>

#include <lingan/engine/cpu/output_layer.h>
#include <lingan/engine/cpu/output_rows.h>

namespace lingan::engine {

/// Panels whose exponentials are summed into one number: few enough that finding the token inside
/// is cheap, many enough that adding up vector lanes is.
inline int64_t panels_per_group(const OutputLayer& layer) {
  return layer.hidden_width() <= 64 ? 4 : 1;
}
inline int64_t softmax_groups(const OutputLayer& layer) {
  return (layer.panels() + panels_per_group(layer) - 1) / panels_per_group(layer);
}

/// For each row with logits o, a reference m no more than 40 below the largest o * scale, and the
/// sums over groups of tokens of exp(o * scale - m). Logits live in registers and one small buffer.
struct SoftmaxSums {
  float scale = 1.0f;          ///< 1 / temperature
  float* reference = nullptr;  ///< [rows], written: m
  float* sums = nullptr;       ///< [rows, softmax_groups], written
};
void softmax_sums(const OutputLayer& layer, const OutputRows& rows, const SoftmaxSums& result);

/// The exponentials of one panel of one row.
struct PanelExponentials {
  float logits[kPanel];        ///< o * scale
  float exponentials[kPanel];  ///< exp(o * scale - m)
};
/// @param row  row `index` of `rows`.  @param reference  m.
PanelExponentials panel_exponentials(const OutputLayer& layer, const OutputRows& rows,
                                     int64_t index, int64_t panel, float scale, float reference);

/// values[i] = exp(values[i] * scale - reference) into out, count a multiple of kPanel.
void scaled_exponentials(const float* values, int64_t count, float scale, float reference,
                         float* out);

/// The largest of values, count a multiple of kPanel.
float largest(const float* values, int64_t count);

}  // namespace lingan::engine
