/// The last layer of a generator: logits [rows, V] = hidden [rows, H] . W^T + b, packed for the engine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lingan::engine {

/// Weights of an output layer in the engine's own order. Immutable; shared by threads.
class OutputLayer {
 public:
  /// Packs a copy.
  /// @param weight  [V, H] row-major.  @param bias  [V].
  OutputLayer(std::span<const float> weight, std::span<const float> bias);

  int64_t vocabulary_size() const { return vocabulary_; }
  int64_t hidden_width() const { return hidden_; }
  /// Columns are packed in panels: panel p holds columns p*kPanel.., [H, kPanel], the last padded with zeros.
  const float* panel(int64_t index) const { return packed_.data() + index * kPanel * hidden_; }
  /// Bias padded with -infinity to a whole number of panels.
  const float* bias() const { return bias_.data(); }
  int64_t panels() const { return (vocabulary_ + kPanel - 1) / kPanel; }

  static constexpr int64_t kPanel = 32;

 private:
  int64_t vocabulary_ = 0;
  int64_t hidden_ = 0;
  std::vector<float> packed_;
  std::vector<float> bias_;
};

}  // namespace lingan::engine
