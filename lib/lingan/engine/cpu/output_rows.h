/// Hidden rows in the form that an output layer's products take.
#pragma once

#include <cstdint>

#include <lingan/engine/cpu/affine.h>
#include <lingan/engine/cpu/bfloat16_layer.h>
#include <lingan/engine/cpu/output_layer.h>

namespace lingan::engine {

/// Rows for one layer: float32, or rounded to bf16 where the layer is.
class OutputRows {
 public:
  /// Packs hidden [count, layer.hidden_width()], replacing what was held.
  void pack(const OutputLayer& layer, const float* hidden, int64_t count);

  int64_t count() const { return count_; }
  int64_t blocks() const { return (count_ + kRowBlock - 1) / kRowBlock; }
  const RowBlocks& wide() const { return wide_; }
  const Bfloat16Rows& narrow() const { return narrow_; }

 private:
  int64_t count_ = 0;
  RowBlocks wide_;  // one of the two is empty
  Bfloat16Rows narrow_;
};

/// All logits of all rows, out [count, layer.packed().padded_outputs()].
void output_logits(const OutputLayer& layer, const OutputRows& rows, float* out);

}  // namespace lingan::engine
