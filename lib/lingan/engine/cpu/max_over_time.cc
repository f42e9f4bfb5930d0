#include <lingan/engine/cpu/max_over_time.h>

#include <algorithm>
#include <limits>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/max_over_time.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/accumulate-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using IntTag = hn::RebindToSigned<FloatTag>;

inline constexpr int64_t kMaxRows = 8;

// The best so far of every sentence and filter of a panel.
struct Best {
  HWY_ALIGN float value[kMaxRows * kPanel];
  HWY_ALIGN int32_t where[kMaxRows * kPanel];
};

// Window t of every sentence against every filter: the sums stay in cache.
HWY_INLINE void Keep(const float* sums, int64_t count, int32_t t, Best& best) {
  const FloatTag d;
  const IntTag di;
  const auto window = hn::Set(di, t);
  for (int64_t j = 0; j < count; j += hn::Lanes(d)) {
    const auto value = hn::Load(d, sums + j);
    const auto old = hn::Load(d, best.value + j);
    // Not "greater": a sum that is not a number wins, and nothing wins over it.
    const auto better = hn::AndNot(hn::Le(value, old), hn::Eq(old, old));
    hn::Store(hn::IfThenElse(better, value, old), d, best.value + j);
    hn::Store(hn::IfThenElse(hn::RebindMask(di, better), window, hn::Load(di, best.where + j)), di,
              best.where + j);
  }
}

void PanelMaxima(const FilterPanel& panel) {
  HWY_ALIGN static constexpr float kZeros[kPanel] = {};
  HWY_ALIGN float sums[kMaxRows * kPanel];
  Best best;
  const int64_t columns = panel.count <= kPanel / 2 ? kPanel / 2 : kPanel;
  const int64_t used = panel.rows * kPanel;
  std::fill_n(best.value, used, -std::numeric_limits<float>::infinity());
  std::fill_n(best.where, used, 0);
  std::fill_n(sums, used, 0.0f);
  for (int64_t t = 0; t < panel.windows; ++t) {
    MultiplyAdd({.a = panel.vectors + t * panel.embedding,
                 .a_row = panel.row_floats,
                 .a_depth = 1,
                 .b = panel.weight,
                 .b_depth = kPanel,
                 .depth = panel.depth,
                 .start = kZeros,
                 .start_row = 0,
                 .c = sums,
                 .c_row = kPanel},
                panel.rows, columns);
    Keep(sums, used, static_cast<int32_t>(t), best);
  }
  for (int64_t r = 0; r < panel.rows; ++r) {
    for (int64_t f = 0; f < panel.count; ++f) {
      const float value = best.value[r * kPanel + f] + panel.bias[f];
      const bool closed = value <= 0.0f;
      panel.features[r * panel.stride + f] = closed ? 0.0f : value;
      panel.where[r * panel.stride + f] = closed ? -1 : best.where[r * kPanel + f];
    }
  }
}

void AddScaled(float slope, const float* from, int64_t count, float* to) {
  const FloatTag d;
  const int64_t lanes = hn::Lanes(d);
  const auto factor = hn::Set(d, slope);
  int64_t k = 0;
  for (; k + lanes <= count; k += lanes) {
    hn::StoreU(hn::MulAdd(factor, hn::LoadU(d, from + k), hn::LoadU(d, to + k)), d, to + k);
  }
  for (; k < count; ++k) to[k] += slope * from[k];
}

// kVectors vectors of a filter's gradient, summed over the sentences in registers.
template <int kVectors>
HWY_INLINE void AddStrip(const FilterGradient& task, int64_t first) {
  const FloatTag d;
  const int64_t lanes = hn::Lanes(d);
  hn::Vec<FloatTag> sum[kVectors];
  for (int v = 0; v < kVectors; ++v) sum[v] = hn::LoadU(d, task.weight + first + v * lanes);
  for (int64_t r = 0; r < task.rows; ++r) {
    const int32_t where = task.where[r * task.stride];
    if (where < 0) continue;
    const auto slope = hn::Set(d, task.slope[r * task.stride]);
    const float* window = task.vectors + r * task.row_floats + where * task.embedding + first;
    for (int v = 0; v < kVectors; ++v) {
      sum[v] = hn::MulAdd(slope, hn::LoadU(d, window + v * lanes), sum[v]);
    }
  }
  for (int v = 0; v < kVectors; ++v) hn::StoreU(sum[v], d, task.weight + first + v * lanes);
}

void AddGradient(const FilterGradient& task) {
  constexpr int kWide = 8;
  const int64_t lanes = hn::Lanes(FloatTag());
  int64_t k = 0;
  for (; k + kWide * lanes <= task.depth; k += kWide * lanes) AddStrip<kWide>(task, k);
  for (; k + lanes <= task.depth; k += lanes) AddStrip<1>(task, k);
  for (int64_t r = 0; r < task.rows && k < task.depth; ++r) {
    const int32_t where = task.where[r * task.stride];
    if (where < 0) continue;
    const float* window = task.vectors + r * task.row_floats + where * task.embedding;
    const float slope = task.slope[r * task.stride];
    for (int64_t rest = k; rest < task.depth; ++rest) task.weight[rest] += slope * window[rest];
  }
}

}  // namespace
}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(PanelMaxima);
HWY_EXPORT(AddScaled);
HWY_EXPORT(AddGradient);

void filter_panel_maxima(const FilterPanel& panel) { HWY_DYNAMIC_DISPATCH(PanelMaxima)(panel); }

void add_scaled_floats(float slope, const float* from, int64_t count, float* to) {
  HWY_DYNAMIC_DISPATCH(AddScaled)(slope, from, count, to);
}

void add_filter_gradient(const FilterGradient& task) { HWY_DYNAMIC_DISPATCH(AddGradient)(task); }

}  // namespace lingan::engine
#endif  // HWY_ONCE
