#include <lingan/engine/cpu/highway_gates.h>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/highway_gates.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace {

void Row(const HighwayShape& shape, const float* sums, const float* x, float* y) {
  const FloatTag d;
  const float* gates = sums + shape.sums() - shape.width;
  for (int64_t j = 0; j < shape.width; j += hn::Lanes(d)) {
    const auto inside = hn::FirstN(d, static_cast<size_t>(shape.width - j));
    const auto input = hn::MaskedLoad(inside, d, x + j);
    const auto h = hn::Max(hn::MaskedLoad(inside, d, sums + j), hn::Zero(d));
    const auto gate = Sigmoid(hn::MaskedLoad(inside, d, gates + j));
    hn::BlendedStore(hn::MulAdd(gate, hn::Sub(h, input), input), inside, d, y + j);
  }
}

void RowSlope(const HighwayShape& shape, const HighwaySlope& row) {
  const FloatTag d;
  const auto zero = hn::Zero(d);
  const int64_t gates = shape.sums() - shape.width;
  for (int64_t j = 0; j < shape.width; j += hn::Lanes(d)) {
    const auto inside = hn::FirstN(d, static_cast<size_t>(shape.width - j));
    const auto h = hn::MaskedLoad(inside, d, row.sums + j);
    const auto gate = Sigmoid(hn::MaskedLoad(inside, d, row.sums + gates + j));
    const auto slope = hn::MaskedLoad(inside, d, row.slope + j);
    const auto passed = hn::Mul(slope, gate);
    const auto kept = hn::Sub(slope, passed);  // slope (1 - gate)
    const auto gap = hn::Sub(hn::Max(h, zero), hn::MaskedLoad(inside, d, row.x + j));
    const auto from_h = hn::IfThenElseZero(hn::Gt(h, zero), passed);
    const auto from_gate = hn::Mul(hn::Mul(gate, kept), gap);
    if (shape.shared) {
      hn::BlendedStore(hn::Add(from_h, from_gate), inside, d, row.from_sums + j);
    } else {
      hn::BlendedStore(from_h, inside, d, row.from_sums + j);
      hn::BlendedStore(from_gate, inside, d, row.from_sums + gates + j);
    }
    hn::BlendedStore(kept, inside, d, row.from_x + j);
  }
}

}  // namespace
}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(Row);
HWY_EXPORT(RowSlope);

void highway_row(const HighwayShape& shape, const float* sums, const float* x, float* y) {
  HWY_DYNAMIC_DISPATCH(Row)(shape, sums, x, y);
}

void highway_row_slope(const HighwayShape& shape, const HighwaySlope& row) {
  HWY_DYNAMIC_DISPATCH(RowSlope)(shape, row);
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
