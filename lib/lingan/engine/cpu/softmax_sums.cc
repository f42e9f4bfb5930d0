#include <lingan/engine/cpu/softmax_sums.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/softmax_sums.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/math-inl.h>
#include <lingan/engine/cpu/microkernel-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {

// A logit this far above the reference moves the reference: e^40 is far from overflow, and whatever
// lies 88 below a reference that is at most 40 too low adds less than 1e-20 of the sum.
inline constexpr float kHeadroom = 40.0f;
inline constexpr float kLowest = -1e30f;

// Rows whose logits of one panel are held at once.
inline constexpr int64_t kSumRows = 6 * kRowBlock;

// Vectors of one row's panel, and rows whose exponentials are taken side by side.
inline constexpr int kVectors = kPanel / hn::MaxLanes(FloatTag());
inline constexpr int kRowsTogether = HWY_MAX(1, 4 / kVectors);

// The rows that are added up together, and how far they are.
struct Summing {
  const SoftmaxSums& result;
  int64_t first_row;  // the buffers' row 0
  int64_t groups;     // in all
  int64_t group;      // this one; those before it are finished
  float* partial;     // [rows, kPanel], of which lanes are used
};

// (o * scale - m) log2(e) of kRows rows of kPanel logits.
template <int kRows>
HWY_INLINE void Exponents(const float* logits, float scale, const float* references,
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
}

// Whether any exponent is above what a reference may leave.
template <int kCount>
HWY_INLINE bool OutOfReach(const FloatVec (&x)[kCount]) {
  const FloatTag d;
  auto top = x[0];
  for (int v = 1; v < kCount; ++v) top = hn::Max(top, x[v]);
  return !hn::AllFalse(d, hn::Gt(top, hn::Set(d, kHeadroom * kLog2OfE)));
}

// If row r's panel is out of reach, makes its largest logit the reference and scales down what was
// summed before.
HWY_NOINLINE void MoveReference(const Summing& summing, int64_t r, const float* logits) {
  float* reference = summing.result.reference + summing.first_row + r;
  FloatVec x[kVectors];
  Exponents<1>(logits, summing.result.scale, reference, x);
  if (!OutOfReach(x)) return;
  float* sums = summing.result.sums + (summing.first_row + r) * summing.groups;
  float top = kLowest;
  for (int64_t j = 0; j < kPanel; ++j) top = std::max(top, logits[j] * summing.result.scale);
  const float factor = std::exp(*reference - top);
  for (int64_t g = 0; g < summing.group; ++g) sums[g] *= factor;
  for (size_t i = 0; i < hn::Lanes(FloatTag()); ++i) summing.partial[r * kPanel + i] *= factor;
  *reference = top;
}

// Powers of two; logits of bf16 products are far less exact than the rough ones.
template <bool kRough, int kCount>
HWY_INLINE void Powers(FloatVec (&x)[kCount]) {
  if constexpr (kRough) {
    RoughExp2(x);
  } else {
    Exp2(x);
  }
}

// Adds rows r to r + kRows - 1 of one panel to their sums.
template <int kRows, bool kRough>
HWY_INLINE void AddPanel(const Summing& summing, int64_t r, const float* logits) {
  const FloatTag d;
  const float scale = summing.result.scale;
  const float* references = summing.result.reference + summing.first_row + r;
  logits += r * kPanel;
  FloatVec x[kRows * kVectors];
  Exponents<kRows>(logits, scale, references, x);
  if (HWY_UNLIKELY(OutOfReach(x))) {
    for (int i = 0; i < kRows; ++i) MoveReference(summing, r + i, logits + i * kPanel);
    Exponents<kRows>(logits, scale, references, x);
  }
  Powers<kRough>(x);
  for (int i = 0; i < kRows; ++i) {
    float* partial = summing.partial + (r + i) * kPanel;
    auto sum = hn::LoadU(d, partial);
    for (int v = 0; v < kVectors; ++v) sum = hn::Add(sum, x[i * kVectors + v]);
    hn::StoreU(sum, d, partial);
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
  MultiplyPanel({.rows = rows.wide().block(first_block),
                 .count = count,
                 .panel = layer.panel(panel),
                 .depth = layer.hidden_width(),
                 .bias = layer.bias() + panel * kPanel,
                 .out = out,
                 .out_stride = kPanel});
}

// Adds one group of panels for `count` rows, at most kSumRows, whose buffers stay in the cache.
template <bool kRough>
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
  const Summing summing{.result = result,
                        .first_row = first_row,
                        .groups = groups,
                        .group = group,
                        .partial = partial};
  for (int64_t p = group * per_group; p < last; ++p) {
    PanelProducts(layer, rows, p, {first_row / kRowBlock, count}, logits);
    int64_t r = 0;
    for (; r + kRowsTogether <= count; r += kRowsTogether) {
      AddPanel<kRowsTogether, kRough>(summing, r, logits);
    }
    for (; r < count; ++r) AddPanel<1, kRough>(summing, r, logits);
  }
  for (int64_t r = 0; r < count; ++r) {
    result.sums[(first_row + r) * groups + group] =
        hn::GetLane(hn::SumOfLanes(d, hn::LoadU(d, partial + r * kPanel)));
  }
}

template <bool kRough>
void SumGroups(const OutputLayer& layer, const OutputRows& rows, const SoftmaxSums& result) {
  std::fill_n(result.reference, rows.count(), kLowest);
  // Narrow layers pass through the registers once a block, wide ones through the cache once for
  // all.
  const int64_t step = layer.hidden_width() <= kDepthBlock ? kRowBlock : kSumRows;
  for (int64_t group = 0; group < softmax_groups(layer); ++group) {
    for (int64_t row = 0; row < rows.count(); row += step) {
      SumGroup<kRough>(layer, rows, result, group, {row, std::min(step, rows.count() - row)});
    }
  }
}

void Sums(const OutputLayer& layer, const OutputRows& rows, const SoftmaxSums& result) {
  layer.is_narrow() ? SumGroups<true>(layer, rows, result) : SumGroups<false>(layer, rows, result);
}

template <bool kRough>
void ExponentialsOf(const float* values, int64_t count, float scale, float reference, float* out) {
  const FloatTag d;
  for (int64_t j = 0; j < count; j += kPanel) {
    FloatVec x[kVectors];
    Exponents<1>(values + j, scale, &reference, x);
    Powers<kRough>(x);
    for (int v = 0; v < kVectors; ++v) hn::StoreU(x[v], d, out + j + v * hn::Lanes(d));
  }
}

void ScaledExponentials(const float* values, int64_t count, float scale, float reference,
                        float* out) {
  ExponentialsOf<false>(values, count, scale, reference, out);
}

// One row's logits of one panel.
void PanelLogits(const OutputLayer& layer, const OutputRows& rows, int64_t index, int64_t panel,
                 float* out) {
  if (layer.is_narrow()) {
    return multiply_bfloat16_row(layer.narrow(), panel, rows.narrow().row(index), out);
  }
  const float* row = rows.wide().block(index / kRowBlock) + index % kRowBlock;
  MultiplyPanel({.rows = row,
                 .count = 1,
                 .panel = layer.panel(panel),
                 .depth = layer.hidden_width(),
                 .bias = layer.bias() + panel * kPanel,
                 .out = out,
                 .out_stride = kPanel});
}

void PanelValues(const OutputLayer& layer, const OutputRows& rows, int64_t index, int64_t panel,
                 float scale, float reference, PanelExponentials* result) {
  PanelLogits(layer, rows, index, panel, result->logits);
  const auto exponentials = layer.is_narrow() ? ExponentialsOf<true> : ExponentialsOf<false>;
  exponentials(result->logits, kPanel, scale, reference, result->exponentials);
  for (float& logit : result->logits) logit *= scale;
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(Sums);
HWY_EXPORT(ScaledExponentials);
HWY_EXPORT(PanelValues);
HWY_EXPORT(Largest);

void softmax_sums(const OutputLayer& layer, const OutputRows& rows, const SoftmaxSums& result) {
  HWY_DYNAMIC_DISPATCH(Sums)(layer, rows, result);
}

PanelExponentials panel_exponentials(const OutputLayer& layer, const OutputRows& rows,
                                     int64_t index, int64_t panel, float scale, float reference) {
  PanelExponentials result;
  HWY_DYNAMIC_DISPATCH(PanelValues)(layer, rows, index, panel, scale, reference, &result);
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
