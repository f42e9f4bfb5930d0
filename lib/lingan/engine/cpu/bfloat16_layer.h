/// An affine layer with bf16 weights, packed for the processor's products of pairs.
#pragma once

#include <cstdint>
#include <vector>

#include <lingan/engine/packed_layer.h>

namespace lingan::engine {

/// x rounded to the nearest number with 8 bits of mantissa, ties to even; NaN stays NaN.
uint16_t to_bfloat16(float x);

/// PackedLayer's panels with neighbouring inputs in pairs: [inputs / 2, kPanel, 2], an odd last
/// input paired with zero. Immutable; shared by threads.
class Bfloat16Layer {
 public:
  Bfloat16Layer() = default;
  explicit Bfloat16Layer(const PackedLayer& layer);

  int64_t pairs() const { return pairs_; }
  int64_t panels() const { return panels_; }
  const uint32_t* panel(int64_t index) const { return packed_.data() + index * pairs_ * kPanel; }
  /// [panels, kPanel] float32.
  const float* bias() const { return bias_.data(); }

 private:
  int64_t pairs_ = 0;
  int64_t panels_ = 0;
  std::vector<uint32_t> packed_;
  std::vector<float> bias_;
};

/// Rows rounded to bf16 and interleaved for the microkernel: blocks of [pairs, kRowBlock] pairs,
/// the last filled with zeros.
class Bfloat16Rows {
 public:
  /// Packs rows [count, width] that follow each other, replacing what was held.
  void pack(const float* rows, int64_t count, int64_t width);

  int64_t count() const { return count_; }
  int64_t blocks() const;

  /// Some neighbouring blocks.
  struct Blocks {
    const uint32_t* first;
    int64_t count;
  };
  Blocks all() const { return blocks(0, blocks()); }
  Blocks blocks(int64_t first, int64_t count) const;
  /// The pairs of one row, kRowBlock apart.
  const uint32_t* row(int64_t index) const;

 private:
  int64_t count_ = 0;
  int64_t pairs_ = 0;
  std::vector<uint32_t> packed_;
};

/// out [blocks * kRowBlock, kPanel] = rows times a panel, plus its bias. Needs
/// has_bfloat16_products(). A row's result does not depend on the rows beside it.
void multiply_bfloat16_panel(const Bfloat16Layer& layer, int64_t panel, Bfloat16Rows::Blocks rows,
                             float* out);

/// The same for one row, out [kPanel], bit for bit.
/// @param row  its pairs, kRowBlock apart.
void multiply_bfloat16_row(const Bfloat16Layer& layer, int64_t panel, const uint32_t* row,
                           float* out);

}  // namespace lingan::engine
