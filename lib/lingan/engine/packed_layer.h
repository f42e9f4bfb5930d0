/// An affine layer y = W x + b, packed for the engine's matrix product.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/engine/panels.h>

namespace lingan::engine {

/// Weights in panels of columns that a microkernel reads front to back. Immutable; shared by
/// threads.
class PackedLayer {
 public:
  PackedLayer() = default;

  /// Packs a copy.
  /// @param weight  [outputs, inputs] row-major.  @param bias  [outputs], at least one.
  /// @param padding  bias of the columns that fill the last panel.
  /// @throws UsageError if weight is not a whole number of rows.
  PackedLayer(std::span<const float> weight, std::span<const float> bias, float padding);

  int64_t outputs() const { return outputs_; }
  int64_t inputs() const { return inputs_; }
  int64_t panels() const { return panels_of(outputs_); }
  /// Outputs, rounded up to whole panels: the width of a row of results.
  int64_t padded_outputs() const { return panels() * kPanel; }
  /// Panel p holds outputs p*kPanel.., [inputs, kPanel], the last filled with zeros.
  const float* panel(int64_t index) const { return packed_.data() + index * kPanel * inputs_; }
  /// [padded_outputs]
  const float* bias() const { return bias_.data(); }

 private:
  int64_t outputs_ = 0;
  int64_t inputs_ = 0;
  std::vector<float> packed_;
  std::vector<float> bias_;
};

}  // namespace lingan::engine
