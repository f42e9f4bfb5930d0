#include <lingan/engine/cpu/softmax_sums.h>

#include <algorithm>
#include <cmath>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/softmax_sums.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/math-inl.h>
#include <lingan/engine/cpu/microkernel-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {

inline constexpr int64_t kPanel = PackedLayer::kPanel;

// A logit this far above the reference moves the reference: e^40 is far from overflow, and whatever
// lies 88 below a reference that is at most 40 too low adds less than 1e-20 of the sum.
inline constexpr float kHeadroom = 40.0f;
inline constexpr float kLowest = -1e30f;

// Rows whose logits of one panel are held at once.
inline constexpr int64_t kSumRows = 64;

// Vectors of one row's panel, and rows whose exponentials are taken side by side.
inline constexpr int kVectors = kPanel / hn::MaxLanes(FloatTag());
inline constexpr int kRowsTogether = HWY_MAX(1, 4 / kVectors);

// One row's part of the sums while a group is being added up.
struct RowSum {
  float* reference;
  float* sums;  // the groups finished so far
  int64_t groups;
  float* partial;  // [lanes]
};

// Makes the largest logit of a panel the reference and scales down what was summed before.
HWY_NOINLINE void MoveReference(const float* logits, float scale, const RowSum& row) {
  float top = kLowest;
  for (int64_t j = 0; j < kPanel; ++j) top = std::max(top, logits[j] * scale);
  const float factor = std::exp(*row.reference - top);
  for (int64_t g = 0; g < row.groups; ++g) row.sums[g] *= factor;
  for (size_t i = 0; i < hn::Lanes(FloatTag()); ++i) row.partial[i] *= factor;
  *row.reference = top;
}

HWY_INLINE void KeepInReach(const float* logits, float scale, const RowSum& row) {
  const FloatTag d;
  auto top = hn::LoadU(d, logits);
  for (int v = 1; v < kVectors; ++v) top = hn::Max(top, hn::LoadU(d, logits + v * hn::Lanes(d)));
  const auto limit = hn::Set(d, *row.reference + kHeadroom);
  if (!hn::AllFalse(d, hn::Gt(hn::Mul(top, hn::Set(d, scale)), limit))) {
    MoveReference(logits, scale, row);
  }
}

// exp(o * scale - m) of kRows rows of kPanel logits.
template <int kRows>
HWY_INLINE void Exponentials(const float* logits, float scale, const float* references,
                             FloatVec (&x)[kRows * kVectors]) {
  const FloatTag d;
  const auto factor = hn::Set(d, scale * kLog2OfE);
  for (int r = 0; r < kRows; ++r) {
    const auto offset = hn::Set(d, references[r] * kLog2OfE);
    for (int v = 0; v < kVectors; ++v) {
      const float* from = logits + r * kPanel + v * hn::Lanes(d);
      x[r * kVectors + v] = hn::MulSub(hn::LoadU(d, from), factor, offset);
    }
  }
  Exp2(x);
}

// Adds kRows rows of one panel to their sums.
template <int kRows>
HWY_INLINE void AddPanel(const float* logits, float scale, const float* references,
                         float* partial) {
  const FloatTag d;
  FloatVec x[kRows * kVectors];
  Exponentials<kRows>(logits, scale, references, x);
  for (int r = 0; r < kRows; ++r) {
    auto sum = hn::LoadU(d, partial + r * kPanel);
    for (int v = 0; v < kVectors; ++v) sum = hn::Add(sum, x[r * kVectors + v]);
    hn::StoreU(sum, d, partial + r * kPanel);
  }
}

// The logits of one panel for `count` rows, [rounded up to kRowBlock, kPanel].
void PanelProducts(const OutputLayer& layer, const OutputRows& rows, int64_t panel,
                   std::pair<int64_t, int64_t> range, float* out) {
  const auto [first_block, count] = range;
  if (layer.is_narrow()) {
    const int64_t blocks = (count + kRowBlock - 1) / kRowBlock;
    return multiply_bfloat16_panel(layer.narrow(), panel, rows.narrow().blocks(first_block, blocks),
                                   out);
  }
  MultiplyPanel({rows.wide().block(first_block), count, layer.panel(panel), layer.hidden_width(),
                 layer.bias() + panel * kPanel, out, kPanel});
}

// Adds one group of panels for `count` rows, at most kSumRows, whose buffers stay in the cache.
void SumGroup(const OutputLayer& layer, const OutputRows& rows, const SoftmaxSums& result,
              int64_t group, std::pair<int64_t, int64_t> range) {
  const FloatTag d;
  const int64_t per_group = panels_per_group(layer);
  const int64_t groups = softmax_groups(layer);
  const int64_t last = std::min(layer.panels(), (group + 1) * per_group);
  const auto [first_row, count] = range;
  HWY_ALIGN float logits[kSumRows * kPanel];
  HWY_ALIGN float partial[kSumRows * kPanel];
  std::fill_n(partial, count * kPanel, 0.0f);
  for (int64_t p = group * per_group; p < last; ++p) {
    PanelProducts(layer, rows, p, {first_row / kRowBlock, count}, logits);
    for (int64_t r = 0; r < count; ++r) {
      const int64_t row = first_row + r;
      KeepInReach(
          logits + r * kPanel, result.scale,
          {result.reference + row, result.sums + row * groups, group, partial + r * kPanel});
    }
    const float* references = result.reference + first_row;
    int64_t r = 0;
    for (; r + kRowsTogether <= count; r += kRowsTogether) {
      AddPanel<kRowsTogether>(logits + r * kPanel, result.scale, references + r,
                              partial + r * kPanel);
    }
    for (; r < count; ++r) {
      AddPanel<1>(logits + r * kPanel, result.scale, references + r, partial + r * kPanel);
    }
  }
  for (int64_t r = 0; r < count; ++r) {
    result.sums[(first_row + r) * groups + group] =
        hn::GetLane(hn::SumOfLanes(d, hn::LoadU(d, partial + r * kPanel)));
  }
}

void Sums(const OutputLayer& layer, const OutputRows& rows, const SoftmaxSums& result) {
  std::fill_n(result.reference, rows.count(), kLowest);
  // Narrow layers pass through the registers once a block, wide ones through the cache once for
  // all.
  const int64_t step = layer.hidden_width() <= kDepthBlock ? kRowBlock : kSumRows;
  for (int64_t group = 0; group < softmax_groups(layer); ++group) {
    for (int64_t row = 0; row < rows.count(); row += step) {
      SumGroup(layer, rows, result, group, {row, std::min(step, rows.count() - row)});
    }
  }
}

void ScaledExponentials(const float* values, int64_t count, float scale, float reference,
                        float* out) {
  const FloatTag d;
  for (int64_t j = 0; j < count; j += kPanel) {
    FloatVec x[kVectors];
    Exponentials<1>(values + j, scale, &reference, x);
    for (int v = 0; v < kVectors; ++v) hn::StoreU(x[v], d, out + j + v * hn::Lanes(d));
  }
}

// One row's logits of one panel.
void PanelLogits(const OutputLayer& layer, const OutputRows& rows, int64_t index, int64_t panel,
                 float* out) {
  if (layer.is_narrow()) {
    return multiply_bfloat16_row(layer.narrow(), panel, rows.narrow().row(index), out);
  }
  const float* row = rows.wide().block(index / kRowBlock) + index % kRowBlock;
  MultiplyPanel({row, 1, layer.panel(panel), layer.hidden_width(), layer.bias() + panel * kPanel,
                 out, kPanel});
}

float Largest(const float* values, int64_t count) {
  const FloatTag d;
  auto top = hn::LoadU(d, values);
  for (int64_t j = hn::Lanes(d); j < count; j += hn::Lanes(d)) {
    top = hn::Max(top, hn::LoadU(d, values + j));
  }
  return hn::GetLane(hn::MaxOfLanes(d, top));
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(Sums);
HWY_EXPORT(ScaledExponentials);
HWY_EXPORT(PanelLogits);
HWY_EXPORT(Largest);

void softmax_sums(const OutputLayer& layer, const OutputRows& rows, const SoftmaxSums& result) {
  HWY_DYNAMIC_DISPATCH(Sums)(layer, rows, result);
}

PanelExponentials panel_exponentials(const OutputLayer& layer, const OutputRows& rows,
                                     int64_t index, int64_t panel, float scale, float reference) {
  PanelExponentials result;
  HWY_DYNAMIC_DISPATCH(PanelLogits)(layer, rows, index, panel, result.logits);
  scaled_exponentials(result.logits, OutputLayer::kPanel, scale, reference, result.exponentials);
  for (float& logit : result.logits) logit *= scale;
  return result;
}

void scaled_exponentials(const float* values, int64_t count, float scale, float reference,
                         float* out) {
  HWY_DYNAMIC_DISPATCH(ScaledExponentials)(values, count, scale, reference, out);
}

float largest(const float* values, int64_t count) {
  return HWY_DYNAMIC_DISPATCH(Largest)(values, count);
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
