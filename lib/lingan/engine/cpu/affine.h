/// Matrix products with packed layers on the CPU, for the calling thread alone.
///
/// A row's result does not depend on the rows beside it: sums run over the inputs in order.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/engine/packed_layer.h>

namespace lingan::engine {

/// Rows that the microkernel takes at a time: twelve by two vectors of columns fill 32 registers,
/// half of them 16.
inline constexpr int64_t kRowBlock = 12;

/// Rows interleaved for the microkernel: blocks of [width, kRowBlock], the last filled with zeros.
class RowBlocks {
 public:
  /// Packs rows [rows, width] that lie `stride` floats apart, replacing what was held.
  void pack(const float* rows, int64_t count, int64_t width, int64_t stride);

  int64_t count() const { return count_; }
  int64_t blocks() const { return (count_ + kRowBlock - 1) / kRowBlock; }
  /// Rows that block `index` holds, 1..kRowBlock.
  int rows_in(int64_t index) const;
  const float* block(int64_t index) const { return packed_.data() + index * kRowBlock * width_; }

 private:
  int64_t count_ = 0;
  int64_t width_ = 0;
  std::vector<float> packed_;
};

/// Where one panel's results go: rows of kPanel floats, `stride` apart.
struct PanelOut {
  float* values;
  int64_t stride;
};

/// All rows times one panel of the layer, plus its bias.
void multiply_panel(const PackedLayer& layer, int64_t panel, const RowBlocks& rows, PanelOut out);

/// out [rows, layer.padded_outputs()] = rows . W^T + b.
void affine(const PackedLayer& layer, const RowBlocks& rows, float* out);

}  // namespace lingan::engine
