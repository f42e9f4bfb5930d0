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
  const hn::CappedTag<float, kFeaturesInPanel> d;
  for (int64_t row = 0; row < rows.count; ++row) {
    const float* products = rows.products + row * PackedLayer::kPanel;
    const float* x = rows.x + row * rows.stride;
    float* partial = rows.partial + row * kFeaturesInPanel;
    for (int64_t j = 0; j < kFeaturesInPanel; j += hn::Lanes(d)) {
      const auto h = hn::Max(hn::LoadU(d, products + j), hn::Zero(d));
      const auto g = Sigmoid(hn::LoadU(d, products + kFeaturesInPanel + j));
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

HighwaySums::HighwaySums(const float* features, int64_t rows, int64_t width)
    : features_(features),
      rows_(rows),
      width_(width),
      partial_(static_cast<size_t>(rows * kFeaturesInPanel)) {}

void HighwaySums::add(const float* products, const float* output, int64_t panel) {
  const int64_t first = panel * kFeaturesInPanel;
  const int64_t real = std::min(kFeaturesInPanel, width_ - first);
  HighwayRows rows{products, features_ + first, width_, output, partial_.data(), rows_};
  if (real < kFeaturesInPanel) {  // the last panel reads past the rows' ends
    padded_.assign(partial_.size(), 0.0f);
    for (int64_t r = 0; r < rows_; ++r)
      std::copy_n(rows.x + r * width_, real, padded_.data() + r * kFeaturesInPanel);
    rows.x = padded_.data();
    rows.stride = kFeaturesInPanel;
  }
  HWY_DYNAMIC_DISPATCH(AddHighway)(rows);
}

double HighwaySums::total(int64_t row) const {
  double sum = 0;
  for (int64_t j = 0; j < kFeaturesInPanel; ++j)
    sum += static_cast<double>(partial_[row * kFeaturesInPanel + j]);
  return sum;
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
