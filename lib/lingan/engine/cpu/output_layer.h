/// The last layer of a generator: logits [rows, V] = hidden [rows, H] . W^T + b, packed for the
/// engine.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include <lingan/engine/cpu/bfloat16_layer.h>
#include <lingan/engine/packed_layer.h>
#include <lingan/engine/precision.h>

namespace lingan::engine {

/// Weights of an output layer in the engine's own order. Immutable; shared by threads.
class OutputLayer {
 public:
  /// Packs a copy.
  /// @param weight  [V, H] row-major.  @param bias  [V].  @param precision  of the products.
  /// @throws UsageError if weight is not a whole number of rows.
  OutputLayer(std::span<const float> weight, std::span<const float> bias,
              Precision precision = Precision::kFloat32)
      : layer_(weight, bias, -std::numeric_limits<float>::infinity()) {
    if (precision == Precision::kBfloat16) narrow_ = Bfloat16Layer(layer_);
  }

  int64_t vocabulary_size() const { return layer_.outputs(); }
  int64_t hidden_width() const { return layer_.inputs(); }
  int64_t panels() const { return layer_.panels(); }
  /// Panel p holds tokens p*kPanel.., [H, kPanel], the last filled with zeros.
  const float* panel(int64_t index) const { return layer_.panel(index); }
  /// Bias padded with -infinity to a whole number of panels.
  const float* bias() const { return layer_.bias(); }
  const PackedLayer& packed() const { return layer_; }
  /// Whether products are taken with narrow() in place of packed().
  bool is_narrow() const { return narrow_.panels() > 0; }
  const Bfloat16Layer& narrow() const { return narrow_; }

 private:
  PackedLayer layer_;
  Bfloat16Layer narrow_;
};

}  // namespace lingan::engine
