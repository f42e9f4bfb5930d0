// The product of a few rows with one panel of a packed layer, in registers; compiled once per
// instruction set.
#if defined(LINGAN_ENGINE_CPU_MICROKERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LINGAN_ENGINE_CPU_MICROKERNEL_INL_H_
#undef LINGAN_ENGINE_CPU_MICROKERNEL_INL_H_
#else
#define LINGAN_ENGINE_CPU_MICROKERNEL_INL_H_
#endif

#include <hwy/highway.h>

#include <lingan/engine/cpu/affine.h>
#include <lingan/engine/packed_layer.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Two vectors of columns by as many rows as leave registers for the operands.
#if HWY_ARCH_X86 && HWY_TARGET > HWY_AVX3
inline constexpr int kTileRows = 4;
#else
inline constexpr int kTileRows = 8;
#endif
inline constexpr int kTileVectors = 2;

// One panel's share of a product. Every result is start + a[0] w[0] + a[1] w[1] + ... in this
// order, whatever other rows are computed beside it.
struct PanelProduct {
  const float* rows;   // [depth, kRowBlock]
  const float* panel;  // [depth, kPanel]
  int64_t depth;
  const float* start;  // [kPanel]
  float* out;          // rows of kPanel floats, out_stride apart
  int64_t out_stride;
};

template <int kRows>
HWY_INLINE void MultiplyTile(const PanelProduct& product, int row, int64_t column) {
  const hn::ScalableTag<float> d;
  const int64_t lanes = hn::Lanes(d);
  hn::Vec<decltype(d)> sum[kRows][kTileVectors];
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kTileVectors; ++v)
      sum[r][v] = hn::LoadU(d, product.start + column + v * lanes);
  }
  const float* a = product.rows + row;
  const float* w = product.panel + column;
  for (int64_t k = 0; k < product.depth; ++k, a += kRowBlock, w += PackedLayer::kPanel) {
    const auto w0 = hn::LoadU(d, w);
    const auto w1 = hn::LoadU(d, w + lanes);
    for (int r = 0; r < kRows; ++r) {
      const auto x = hn::Set(d, a[r]);
      sum[r][0] = hn::MulAdd(x, w0, sum[r][0]);
      sum[r][1] = hn::MulAdd(x, w1, sum[r][1]);
    }
  }
  for (int r = 0; r < kRows; ++r) {
    float* out = product.out + (row + r) * product.out_stride + column;
    for (int v = 0; v < kTileVectors; ++v) hn::StoreU(sum[r][v], d, out + v * lanes);
  }
}

// Rows 0..count-1 of a row block, 1 <= count <= kRowBlock.
HWY_INLINE void MultiplyPanel(const PanelProduct& product, int count) {
  const int64_t step = kTileVectors * static_cast<int64_t>(hn::Lanes(hn::ScalableTag<float>()));
  for (int64_t column = 0; column < PackedLayer::kPanel; column += step) {
    int row = 0;
    for (; row + kTileRows <= count; row += kTileRows)
      MultiplyTile<kTileRows>(product, row, column);
    if (kTileRows > 4 && row + 4 <= count) MultiplyTile<4>(product, row, column), row += 4;
    if (row + 2 <= count) MultiplyTile<2>(product, row, column), row += 2;
    if (row < count) MultiplyTile<1>(product, row, column);
  }
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target guard
