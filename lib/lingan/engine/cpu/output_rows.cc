#include <lingan/engine/cpu/output_rows.h>

#include <algorithm>
#include <vector>

namespace lingan::engine {

void OutputRows::pack(const OutputLayer& layer, const float* hidden, int64_t count) {
  count_ = count;
  const int64_t width = layer.hidden_width();
  layer.is_narrow() ? narrow_.pack(hidden, count, width) : wide_.pack(hidden, count, width, width);
}

void output_logits(const OutputLayer& layer, const OutputRows& rows, float* out) {
  if (!layer.is_narrow()) return affine(layer.packed(), rows.wide(), out);
  const int64_t stride = layer.packed().padded_outputs();
  std::vector<float> logits(static_cast<size_t>(rows.blocks() * kRowBlock * kPanel));
  for (int64_t p = 0; p < layer.panels(); ++p) {
    multiply_bfloat16_panel(layer.narrow(), p, rows.narrow().all(), logits.data());
    for (int64_t r = 0; r < rows.count(); ++r)
      std::copy_n(logits.data() + r * kPanel, kPanel, out + r * stride + p * kPanel);
  }
}

}  // namespace lingan::engine
