// What both directions of a recurrent layer take: products with weights in panels, and states
// before tokens; compiled once per instruction set.
#if defined(LINGAN_ENGINE_CPU_RECURRENT_PRODUCT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LINGAN_ENGINE_CPU_RECURRENT_PRODUCT_INL_H_
#undef LINGAN_ENGINE_CPU_RECURRENT_PRODUCT_INL_H_
#else
#define LINGAN_ENGINE_CPU_RECURRENT_PRODUCT_INL_H_
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstdint>

#include <lingan/engine/cpu/accumulate-inl.h>
#include <lingan/engine/cpu/recurrent_layer.h>
#include <lingan/engine/panels.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {

inline constexpr int64_t kDepth = 256;  // rows of a panel that stay in the first cache

// C [rows, columns] = start + A [rows, depth] B, with B in panels [columns/32, panel_depth, 32].
struct PanelsProduct {
  const float* a;
  int64_t a_row;
  const float* panels;
  int64_t panel_depth;
  int64_t depth;
  float* c;
  int64_t c_row;
  const float* start;  // [columns]; null: C itself
};

HWY_INLINE void Multiply(const PanelsProduct& p, int64_t rows, int64_t columns) {
  for (int64_t column = 0; column < columns; column += kPanel) {
    const float* panel = p.panels + column * p.panel_depth;
    float* c = p.c + column;
    for (int64_t k = 0; k < p.depth; k += kDepth) {
      const bool adds = k > 0 || p.start == nullptr;
      MultiplyAdd({.a = p.a + k,
                   .a_row = p.a_row,
                   .a_depth = 1,
                   .b = panel + k * kPanel,
                   .b_depth = kPanel,
                   .depth = std::min(kDepth, p.depth - k),
                   .start = adds ? c : p.start + column,
                   .start_row = adds ? p.c_row : 0,
                   .c = c,
                   .c_row = p.c_row},
                  rows, kPanel);
    }
  }
}

// The state that sentence `row` has before token t.
HWY_INLINE const float* Before(const float* initial, const float* all, int64_t row, int64_t t,
                               const RecurrentShape& s) {
  return t == 0 ? initial + row * s.width : all + (s.offsets[row] + t - 1) * s.width;
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target guard
