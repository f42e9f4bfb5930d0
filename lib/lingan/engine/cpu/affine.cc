#include <lingan/engine/cpu/affine.h>

#include <algorithm>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/affine.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/microkernel-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {

void OnePanel(const PackedLayer& layer, int64_t panel, const RowBlocks& rows, PanelOut out) {
  MultiplyPanel({.rows = rows.block(0),
                 .count = rows.count(),
                 .panel = layer.panel(panel),
                 .depth = layer.inputs(),
                 .bias = layer.bias() + panel * kPanel,
                 .out = out.values,
                 .out_stride = out.stride});
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(OnePanel);

void multiply_panel(const PackedLayer& layer, int64_t panel, const RowBlocks& rows, PanelOut out) {
  HWY_DYNAMIC_DISPATCH(OnePanel)(layer, panel, rows, out);
}

void affine(const PackedLayer& layer, const RowBlocks& rows, float* out) {
  for (int64_t p = 0; p < layer.panels(); ++p)
    multiply_panel(layer, p, rows, {out + p * kPanel, layer.padded_outputs()});
}

void RowBlocks::pack(const float* rows, int64_t count, int64_t width, int64_t stride) {
  count_ = count;
  width_ = width;
  packed_.resize(static_cast<size_t>(blocks() * kRowBlock * width));
  for (int64_t b = 0; b < blocks(); ++b) {
    const float* first = rows + b * kRowBlock * stride;
    float* to = packed_.data() + b * kRowBlock * width;
    const int inside = rows_in(b);
    if (inside == kRowBlock) {
      for (int64_t k = 0; k < width; ++k, to += kRowBlock) {
        for (int64_t r = 0; r < kRowBlock; ++r) to[r] = first[r * stride + k];
      }
      continue;
    }
    for (int64_t k = 0; k < width; ++k, to += kRowBlock) {
      for (int64_t r = 0; r < kRowBlock; ++r) to[r] = r < inside ? first[r * stride + k] : 0.0f;
    }
  }
}

int RowBlocks::rows_in(int64_t index) const {
  return static_cast<int>(std::min(kRowBlock, count_ - index * kRowBlock));
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
