#include <lingan/metrics/vectors/centroid_kernels.h>

#include <algorithm>
#include <cmath>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/metrics/vectors/centroid_kernels.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::metrics::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::ScalableTag<float>;
using DI = hn::RebindToSigned<D>;

/// The lowest value and the first place that has it, over the lanes.
NearestCentroid FirstLowest(hn::Vec<D> values, hn::Vec<DI> places) {
  constexpr D d;
  constexpr DI di;
  HWY_ALIGN float value[hn::MaxLanes(d)];
  HWY_ALIGN int32_t place[hn::MaxLanes(d)];
  hn::Store(values, d, value);
  hn::Store(places, di, place);
  NearestCentroid best{place[0], value[0]};
  for (size_t i = 1; i < hn::Lanes(d); ++i) {
    if (value[i] < best.distance || (value[i] == best.distance && place[i] < best.cluster)) {
      best = {place[i], value[i]};
    }
  }
  return best;
}

float LowerBound(float squared, float norms, float drift) {
  return std::sqrt(std::max(0.0f, squared - kDistanceSlack * norms)) + drift;
}

NearestCentroid NearestByProducts(const CentroidRow& row, const float* products, float* bounds) {
  constexpr D d;
  constexpr DI di;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  const auto norm = hn::Set(d, row.point_norm), minus_two = hn::Set(d, -2.0f);
  const auto minus_slack = hn::Set(d, -kDistanceSlack);
  auto best = hn::Set(d, HUGE_VALF);
  auto place = hn::Zero(di);
  int64_t j = 0;
  for (; j + lanes <= row.clusters; j += lanes) {
    const auto norms = hn::Add(norm, hn::LoadU(d, row.norms + j));
    const auto squared = hn::MulAdd(minus_two, hn::LoadU(d, products + j), norms);
    const auto nearer = hn::Lt(squared, best);
    best = hn::IfThenElse(nearer, squared, best);
    place =
        hn::IfThenElse(hn::RebindMask(di, nearer), hn::Iota(di, static_cast<int32_t>(j)), place);
    if (bounds == nullptr) continue;
    const auto least = hn::Max(hn::Zero(d), hn::MulAdd(minus_slack, norms, squared));
    hn::StoreU(hn::Add(hn::Sqrt(least), hn::LoadU(d, row.drifts + j)), d, bounds + j);
  }
  NearestCentroid nearest = FirstLowest(best, place);
  for (; j < row.clusters; ++j) {
    const float norms = row.point_norm + row.norms[j];
    const float squared = norms - 2 * products[j];
    if (squared < nearest.distance) nearest = {static_cast<int32_t>(j), squared};
    if (bounds != nullptr) bounds[j] = LowerBound(squared, norms, row.drifts[j]);
  }
  nearest.distance = std::max(0.0f, nearest.distance);
  return nearest;
}

int64_t FindCandidates(const CentroidRow& row, const float* bounds, float limit, int32_t* indices) {
  constexpr D d;
  constexpr DI di;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  const auto maximum = hn::Set(d, limit);
  int64_t count = 0, j = 0;
  for (; j + lanes <= row.clusters; j += lanes) {
    const auto bound = hn::Sub(hn::LoadU(d, bounds + j), hn::LoadU(d, row.drifts + j));
    const auto near = hn::RebindMask(di, hn::Lt(bound, maximum));
    if (hn::AllFalse(di, near)) continue;
    count += static_cast<int64_t>(
        hn::CompressStore(hn::Iota(di, static_cast<int32_t>(j)), near, di, indices + count));
  }
  for (; j < row.clusters; ++j) {
    if (bounds[j] - row.drifts[j] < limit) indices[count++] = static_cast<int32_t>(j);
  }
  return count;
}

void DotProducts(const float* a, const float* const* others, int64_t width, float* products) {
  constexpr D d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  hn::Vec<D> sums[kDotProducts];
  for (auto& sum : sums) sum = hn::Zero(d);
  int64_t i = 0;
  for (; i + lanes <= width; i += lanes) {
    const auto left = hn::LoadU(d, a + i);
    for (int64_t j = 0; j < kDotProducts; ++j) {
      sums[j] = hn::MulAdd(left, hn::LoadU(d, others[j] + i), sums[j]);
    }
  }
  for (int64_t j = 0; j < kDotProducts; ++j) {
    products[j] = hn::GetLane(hn::SumOfLanes(d, sums[j]));
    for (int64_t rest = i; rest < width; ++rest) products[j] += a[rest] * others[j][rest];
  }
}

}  // namespace
}  // namespace lingan::metrics::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::metrics {

HWY_EXPORT(NearestByProducts);
HWY_EXPORT(FindCandidates);
HWY_EXPORT(DotProducts);

NearestCentroid nearest_by_products(const CentroidRow& row, const float* products, float* bounds) {
  return HWY_DYNAMIC_DISPATCH(NearestByProducts)(row, products, bounds);
}
int64_t find_candidates(const CentroidRow& row, const float* bounds, float limit,
                        int32_t* indices) {
  return HWY_DYNAMIC_DISPATCH(FindCandidates)(row, bounds, limit, indices);
}
void dot_products(const float* a, const float* const* others, int64_t width, float* products) {
  HWY_DYNAMIC_DISPATCH(DotProducts)(a, others, width, products);
}
float dot_product(const float* a, const float* b, int64_t width) {
  const float* others[kDotProducts];
  float products[kDotProducts];
  std::fill_n(others, kDotProducts, b);
  dot_products(a, others, width, products);
  return products[0];
}

}  // namespace lingan::metrics
#endif  // HWY_ONCE
