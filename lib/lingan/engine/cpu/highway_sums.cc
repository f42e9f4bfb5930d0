#include <lingan/engine/cpu/highway_sums.h>

#include <algorithm>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/highway_sums.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/affine.h>
#include <lingan/engine/cpu/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {

// partial += o * (x + g * (relu(h) - x)).
void AddHighway(const HighwayRows& rows) {
  const hn::CappedTag<float, kPanel / 2> d;
  const int64_t features = rows.panel.features();
  const int64_t gates = rows.panel.gates();
  for (int64_t row = 0; row < rows.count; ++row) {
    const float* products = rows.products + row * kPanel;
    const float* x = rows.x + row * rows.stride;
    float* partial = rows.partial + row * features;
    for (int64_t j = 0; j < features; j += hn::Lanes(d)) {
      const auto h = hn::Max(hn::LoadU(d, products + j), hn::Zero(d));
      const auto g = Sigmoid(hn::LoadU(d, products + gates + j));
      const auto carried = hn::LoadU(d, x + j);
      const auto y = hn::MulAdd(g, hn::Sub(h, carried), carried);
      const auto sum = hn::MulAdd(hn::LoadU(d, rows.output + j), y, hn::LoadU(d, partial + j));
      hn::StoreU(sum, d, partial + j);
    }
  }
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(AddHighway);

HighwaySums::HighwaySums(HighwayPanel panel, const float* features, int64_t rows, int64_t width)
    : panel_(panel),
      features_(features),
      rows_(rows),
      width_(width),
      partial_(static_cast<size_t>(rows * panel.features())) {}

void HighwaySums::add(const float* products, const float* output, int64_t number) {
  const int64_t whole = panel_.features();
  const int64_t first = number * whole;
  const int64_t real = std::min(whole, width_ - first);
  HighwayRows rows{.panel = panel_,
                   .products = products,
                   .x = features_ + first,
                   .stride = width_,
                   .output = output,
                   .partial = partial_.data(),
                   .count = rows_};
  if (real < whole) {  // the last panel reads past the rows' ends
    padded_.assign(partial_.size(), 0.0f);
    for (int64_t r = 0; r < rows_; ++r)
      std::copy_n(rows.x + r * width_, real, padded_.data() + r * whole);
    rows.x = padded_.data();
    rows.stride = whole;
  }
  HWY_DYNAMIC_DISPATCH(AddHighway)(rows);
}

double HighwaySums::total(int64_t row) const {
  const int64_t whole = panel_.features();
  double sum = 0;
  for (int64_t j = 0; j < whole; ++j) sum += static_cast<double>(partial_[row * whole + j]);
  return sum;
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
