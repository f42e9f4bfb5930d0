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

// Inputs whose weights stay in the first-level cache while all rows pass.
inline constexpr int64_t kDepthBlock = 128;

// One panel's share of a product. Every result is bias + a[0] w[0] + a[1] w[1] + ... in this order,
// whatever other rows are computed beside it.
struct PanelProduct {
  const float* rows;   // blocks of [depth, kRowBlock]
  int64_t count;       // rows, not all of the last block's need be there
  const float* panel;  // [depth, kPanel]
  int64_t depth;
  const float* bias;  // [kPanel]
  float* out;         // rows of kPanel floats, out_stride apart
  int64_t out_stride;
};

// Some inputs of one block of rows.
struct DepthRange {
  const float* rows;  // [depth, kRowBlock]
  const float* panel;
  int64_t depth;
  const float* start;  // what is added to: rows of kPanel floats, start_stride apart
  int64_t start_stride;
  float* out;
  int64_t out_stride;
};

template <int kRows>
HWY_INLINE void MultiplyTile(const DepthRange& range, int row, int64_t column) {
  const hn::ScalableTag<float> d;
  const int64_t lanes = hn::Lanes(d);
  hn::Vec<decltype(d)> sum[kRows][kTileVectors];
  for (int r = 0; r < kRows; ++r) {
    const float* start = range.start + (row + r) * range.start_stride + column;
    for (int v = 0; v < kTileVectors; ++v) sum[r][v] = hn::LoadU(d, start + v * lanes);
  }
  const float* a = range.rows + row;
  const float* w = range.panel + column;
  for (int64_t k = 0; k < range.depth; ++k, a += kRowBlock, w += PackedLayer::kPanel) {
    const auto w0 = hn::LoadU(d, w);
    const auto w1 = hn::LoadU(d, w + lanes);
    for (int r = 0; r < kRows; ++r) {
      const auto x = hn::Set(d, a[r]);
      sum[r][0] = hn::MulAdd(x, w0, sum[r][0]);
      sum[r][1] = hn::MulAdd(x, w1, sum[r][1]);
    }
  }
  for (int r = 0; r < kRows; ++r) {
    float* out = range.out + (row + r) * range.out_stride + column;
    for (int v = 0; v < kTileVectors; ++v) hn::StoreU(sum[r][v], d, out + v * lanes);
  }
}

// Rows 0..count-1 of a row block, 1 <= count <= kRowBlock.
HWY_INLINE void MultiplyBlock(const DepthRange& range, int64_t count) {
  const int64_t step = kTileVectors * static_cast<int64_t>(hn::Lanes(hn::ScalableTag<float>()));
  for (int64_t column = 0; column < PackedLayer::kPanel; column += step) {
    int row = 0;
    for (; row + kTileRows <= count; row += kTileRows) MultiplyTile<kTileRows>(range, row, column);
    if (kTileRows > 4 && row + 4 <= count) MultiplyTile<4>(range, row, column), row += 4;
    if (row + 2 <= count) MultiplyTile<2>(range, row, column), row += 2;
    if (row < count) MultiplyTile<1>(range, row, column);
  }
}

HWY_INLINE void MultiplyPanel(const PanelProduct& product) {
  for (int64_t first = 0; first < product.depth; first += kDepthBlock) {
    const int64_t depth = HWY_MIN(kDepthBlock, product.depth - first);
    for (int64_t row = 0; row < product.count; row += kRowBlock) {
      float* out = product.out + row * product.out_stride;
      MultiplyBlock(
          {product.rows + row * product.depth + first * kRowBlock,
           product.panel + first * PackedLayer::kPanel, depth, first == 0 ? product.bias : out,
           first == 0 ? 0 : product.out_stride, out, product.out_stride},
          HWY_MIN(kRowBlock, product.count - row));
    }
  }
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target guard
