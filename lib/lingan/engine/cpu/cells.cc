#include <lingan/engine/cpu/cells.h>

#include <algorithm>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/cells.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {

using FloatMask = hn::Mask<FloatTag>;

// The lanes of step j that lie inside the row.
HWY_INLINE FloatMask Inside(int64_t j, int64_t width) {
  const FloatTag d;
  return hn::FirstN(d, static_cast<size_t>(std::min<int64_t>(hn::Lanes(d), width - j)));
}

// Both shares of one gate.
HWY_INLINE FloatVec Gate(FloatMask inside, const float* from_input, const float* from_state) {
  const FloatTag d;
  return hn::Add(hn::MaskedLoad(inside, d, from_input), hn::MaskedLoad(inside, d, from_state));
}

void LstmCell(const float* from_input, const float* from_state, int64_t width, float* h_and_c) {
  const FloatTag d;
  for (int64_t j = 0; j < width; j += hn::Lanes(d)) {
    const auto inside = Inside(j, width);
    const float* x = from_input + j;
    const float* s = from_state + j;
    const auto i = Sigmoid(Gate(inside, x, s));
    const auto f = Sigmoid(Gate(inside, x + width, s + width));
    const auto g = Tanh(Gate(inside, x + 2 * width, s + 2 * width));
    const auto o = Sigmoid(Gate(inside, x + 3 * width, s + 3 * width));
    float* c = h_and_c + width + j;
    const auto cell = hn::MulAdd(f, hn::MaskedLoad(inside, d, c), hn::Mul(i, g));
    hn::BlendedStore(cell, inside, d, c);
    hn::BlendedStore(hn::Mul(o, Tanh(cell)), inside, d, h_and_c + j);
  }
}

void GruCell(const float* from_input, const float* from_state, int64_t width, float* h) {
  const FloatTag d;
  for (int64_t j = 0; j < width; j += hn::Lanes(d)) {
    const auto inside = Inside(j, width);
    const auto r = Sigmoid(Gate(inside, from_input + j, from_state + j));
    const auto z = Sigmoid(Gate(inside, from_input + width + j, from_state + width + j));
    const auto n = Tanh(hn::MulAdd(r, hn::MaskedLoad(inside, d, from_state + 2 * width + j),
                                   hn::MaskedLoad(inside, d, from_input + 2 * width + j)));
    const auto old = hn::MaskedLoad(inside, d, h + j);
    hn::BlendedStore(hn::MulAdd(z, hn::Sub(old, n), n), inside, d, h + j);
  }
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(LstmCell);
HWY_EXPORT(GruCell);

void lstm_cell(const float* from_input, const float* from_state, int64_t hidden_width,
               float* h_and_c) {
  HWY_DYNAMIC_DISPATCH(LstmCell)(from_input, from_state, hidden_width, h_and_c);
}

void gru_cell(const float* from_input, const float* from_state, int64_t hidden_width, float* h) {
  HWY_DYNAMIC_DISPATCH(GruCell)(from_input, from_state, hidden_width, h);
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
