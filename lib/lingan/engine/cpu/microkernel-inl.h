// The product of a few rows with one panel of a packed layer; compiled once per instruction set.
#if defined(LINGAN_ENGINE_CPU_MICROKERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LINGAN_ENGINE_CPU_MICROKERNEL_INL_H_
#undef LINGAN_ENGINE_CPU_MICROKERNEL_INL_H_
#else
#define LINGAN_ENGINE_CPU_MICROKERNEL_INL_H_
#endif

#include <hwy/highway.h>

#include <lingan/engine/cpu/accumulate-inl.h>
#include <lingan/engine/cpu/affine.h>
#include <lingan/engine/panels.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {

// Inputs whose weights stay in the first-level cache while all rows pass.
inline constexpr int64_t kDepthBlock = 128;

// One panel's share of a product. Every result is bias + a[0] w[0] + a[1] w[1] + ... in this order,
// whatever other rows are computed beside it.
struct PanelProduct {
  const float* rows;   // blocks of [depth, kRowBlock]
  int64_t count;       // rows; the last block may have fewer than kRowBlock
  const float* panel;  // [depth, kPanel]
  int64_t depth;
  const float* bias;  // [kPanel]
  float* out;         // rows of kPanel floats, out_stride apart
  int64_t out_stride;
};

HWY_INLINE void MultiplyPanel(const PanelProduct& product) {
  for (int64_t first = 0; first < product.depth; first += kDepthBlock) {
    const bool is_first = first == 0;
    for (int64_t row = 0; row < product.count; row += kRowBlock) {
      float* out = product.out + row * product.out_stride;
      MultiplyAdd({.a = product.rows + row * product.depth + first * kRowBlock,
                   .a_row = 1,
                   .a_depth = kRowBlock,
                   .b = product.panel + first * kPanel,
                   .b_depth = kPanel,
                   .depth = HWY_MIN(kDepthBlock, product.depth - first),
                   .start = is_first ? product.bias : out,
                   .start_row = is_first ? 0 : product.out_stride,
                   .c = out,
                   .c_row = product.out_stride},
                  HWY_MIN(kRowBlock, product.count - row), kPanel);
    }
  }
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target guard
