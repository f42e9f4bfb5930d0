// The pointwise half of recurrent cells and its gradient, with what the gradient needs kept;
// compiled once per instruction set. Widths are multiples of 32.
#if defined(LINGAN_ENGINE_CPU_RECURRENT_GATES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LINGAN_ENGINE_CPU_RECURRENT_GATES_INL_H_
#undef LINGAN_ENGINE_CPU_RECURRENT_GATES_INL_H_
#else
#define LINGAN_ENGINE_CPU_RECURRENT_GATES_INL_H_
#endif

#include <hwy/highway.h>

#include <lingan/engine/cpu/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// s (1 - s), the slope of a sigmoid s.
HWY_INLINE FloatVec SigmoidSlope(FloatVec s) { return hn::NegMulAdd(s, s, s); }

// 1 - t^2, the slope of a hyperbolic tangent t.
HWY_INLINE FloatVec TanhSlope(FloatVec t) { return hn::NegMulAdd(t, t, hn::Set(FloatTag(), 1.0f)); }

// c = f c' + i g, h = o tanh(c). gates [4H]: i, f, g, o, before the nonlinearities, then after.
HWY_INLINE void LstmGates(float* gates, const float* previous_cell, float* cell, float* hidden,
                          int64_t width) {
  const FloatTag d;
  for (int64_t j = 0; j < width; j += hn::Lanes(d)) {
    const auto i = Sigmoid(hn::LoadU(d, gates + j));
    const auto f = Sigmoid(hn::LoadU(d, gates + width + j));
    const auto g = Tanh(hn::LoadU(d, gates + 2 * width + j));
    const auto o = Sigmoid(hn::LoadU(d, gates + 3 * width + j));
    const auto c = hn::MulAdd(f, hn::LoadU(d, previous_cell + j), hn::Mul(i, g));
    hn::StoreU(i, d, gates + j);
    hn::StoreU(f, d, gates + width + j);
    hn::StoreU(g, d, gates + 2 * width + j);
    hn::StoreU(o, d, gates + 3 * width + j);
    hn::StoreU(c, d, cell + j);
    hn::StoreU(hn::Mul(o, Tanh(c)), d, hidden + j);
  }
}

// Slopes of one row and one token. All [H] but for gates and gate_slope [4H].
struct GateSlopes {
  const float* gates;          // after the nonlinearities
  const float* cell;           // LSTM
  const float* previous_cell;  // LSTM
  const float* previous_hidden;
  const float* slope;  // in h, from what used it
  float*
      hidden_slope;   // in h, from the next token; then in h', but for what goes through the gates
  float* cell_slope;  // LSTM: in c, from the next token; then in c'
  float* gate_slope;  // written: before the nonlinearities
};

HWY_INLINE void LstmGateSlopes(const GateSlopes& s, int64_t width) {
  const FloatTag d;
  for (int64_t j = 0; j < width; j += hn::Lanes(d)) {
    const auto i = hn::LoadU(d, s.gates + j);
    const auto f = hn::LoadU(d, s.gates + width + j);
    const auto g = hn::LoadU(d, s.gates + 2 * width + j);
    const auto o = hn::LoadU(d, s.gates + 3 * width + j);
    const auto t = Tanh(hn::LoadU(d, s.cell + j));
    const auto dh = hn::Add(hn::LoadU(d, s.slope + j), hn::LoadU(d, s.hidden_slope + j));
    const auto dc = hn::MulAdd(hn::Mul(dh, o), TanhSlope(t), hn::LoadU(d, s.cell_slope + j));
    const auto di = hn::Mul(hn::Mul(dc, g), SigmoidSlope(i));
    const auto df = hn::Mul(hn::Mul(dc, hn::LoadU(d, s.previous_cell + j)), SigmoidSlope(f));
    const auto dg = hn::Mul(hn::Mul(dc, i), TanhSlope(g));
    const auto d_o = hn::Mul(hn::Mul(dh, t), SigmoidSlope(o));
    hn::StoreU(di, d, s.gate_slope + j);
    hn::StoreU(df, d, s.gate_slope + width + j);
    hn::StoreU(dg, d, s.gate_slope + 2 * width + j);
    hn::StoreU(d_o, d, s.gate_slope + 3 * width + j);
    hn::StoreU(hn::Mul(dc, f), d, s.cell_slope + j);
    hn::StoreU(hn::Zero(d), d, s.hidden_slope + j);
  }
}

// h = n + z (h' - n) with n = tanh(x_n + r s_n). gates [4H]: r, z, x_n before the nonlinearities,
// then r, z, n; last s_n, the state's share of n.
HWY_INLINE void GruGates(float* gates, const float* previous_hidden, float* hidden, int64_t width) {
  const FloatTag d;
  for (int64_t j = 0; j < width; j += hn::Lanes(d)) {
    const auto r = Sigmoid(hn::LoadU(d, gates + j));
    const auto z = Sigmoid(hn::LoadU(d, gates + width + j));
    const auto n = Tanh(
        hn::MulAdd(r, hn::LoadU(d, gates + 3 * width + j), hn::LoadU(d, gates + 2 * width + j)));
    hn::StoreU(r, d, gates + j);
    hn::StoreU(z, d, gates + width + j);
    hn::StoreU(n, d, gates + 2 * width + j);
    hn::StoreU(hn::MulAdd(z, hn::Sub(hn::LoadU(d, previous_hidden + j), n), n), d, hidden + j);
  }
}

HWY_INLINE void GruGateSlopes(const GateSlopes& s, int64_t width) {
  const FloatTag d;
  for (int64_t j = 0; j < width; j += hn::Lanes(d)) {
    const auto r = hn::LoadU(d, s.gates + j);
    const auto z = hn::LoadU(d, s.gates + width + j);
    const auto n = hn::LoadU(d, s.gates + 2 * width + j);
    const auto state_n = hn::LoadU(d, s.gates + 3 * width + j);
    const auto dh = hn::Add(hn::LoadU(d, s.slope + j), hn::LoadU(d, s.hidden_slope + j));
    const auto passed = hn::Mul(dh, z);
    const auto dn = hn::Mul(hn::Sub(dh, passed), TanhSlope(n));
    const auto gap = hn::Sub(hn::LoadU(d, s.previous_hidden + j), n);
    hn::StoreU(hn::Mul(hn::Mul(dn, state_n), SigmoidSlope(r)), d, s.gate_slope + j);
    hn::StoreU(hn::Mul(hn::Mul(dh, gap), SigmoidSlope(z)), d, s.gate_slope + width + j);
    hn::StoreU(dn, d, s.gate_slope + 2 * width + j);
    hn::StoreU(hn::Mul(dn, r), d, s.gate_slope + 3 * width + j);
    hn::StoreU(passed, d, s.hidden_slope + j);
  }
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target guard
