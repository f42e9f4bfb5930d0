// Vector exp, sigmoid, tanh and maximum, compiled once per instruction set.
#if defined(LINGAN_ENGINE_CPU_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LINGAN_ENGINE_CPU_MATH_INL_H_
#undef LINGAN_ENGINE_CPU_MATH_INL_H_
#else
#define LINGAN_ENGINE_CPU_MATH_INL_H_
#endif

#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using FloatVec = hn::Vec<FloatTag>;

inline constexpr float kLog2OfE = 1.44269504088896341f;

// Adding 1.5 * 2^23 + 127 to a number rounds it to an integer n and leaves n + 127 in the low bits.
inline constexpr float kRounding = 12582912.0f + 127.0f;

// 2^n from n + kRounding, n >= -127: a shift makes n + 127 the exponent field, and 0 that of 0.
HWY_INLINE FloatVec PowerOfTwo(FloatVec shifted) {
  const FloatTag d;
  const hn::RebindToUnsigned<FloatTag> du;
  return hn::BitCast(d, hn::ShiftLeft<23>(hn::BitCast(du, shifted)));
}

// 2^x to 2e-7 relative for -126 < x < 128, in place; 0 below -127; NaN stays NaN. From 128 on
// undefined. x = n + f; 2^f by the polynomial of degree 5 with the least relative error, 9e-8, for
// |f| <= 1/2. One vector's steps wait for each other: several vectors side by side fill the gaps.
template <int kVectors>
HWY_INLINE void Exp2(FloatVec (&x)[kVectors]) {
  const FloatTag d;
  constexpr float kCoefficients[] = {9.671512991e-3f, 5.550733581e-2f, 2.402224243e-1f,
                                     6.931470037e-1f, 1.0f};
  FloatVec power[kVectors], f[kVectors];
  for (int v = 0; v < kVectors; ++v) {
    x[v] = hn::Max(hn::Set(d, -127.0f), x[v]);
    power[v] = hn::Add(x[v], hn::Set(d, kRounding));
    f[v] = hn::Sub(x[v], hn::Sub(power[v], hn::Set(d, kRounding)));
    x[v] = hn::Set(d, 1.326472731e-3f);
  }
  for (const float coefficient : kCoefficients) {
    for (int v = 0; v < kVectors; ++v) x[v] = hn::MulAdd(x[v], f[v], hn::Set(d, coefficient));
  }
  for (int v = 0; v < kVectors; ++v) x[v] = hn::Mul(x[v], PowerOfTwo(power[v]));
}

// 2^x to 3e-6 relative, in place, in fewer steps; 0 for all x whose power is too small for a float.
// NaN stays NaN. The polynomial has degree 4.
template <int kVectors>
HWY_INLINE void RoughExp2(FloatVec (&x)[kVectors]) {
#if HWY_TARGET <= HWY_AVX3
  const FloatTag d;
  constexpr float kCoefficients[] = {5.591786032e-2f, 2.402474483e-1f, 6.931218147e-1f,
                                     9.999992614e-1f};
  FloatVec power[kVectors], f[kVectors];
  for (int v = 0; v < kVectors; ++v) {
    f[v] = FloatVec{_mm512_reduce_ps(x[v].raw, _MM_FROUND_TO_NEAREST_INT)};
    power[v] = hn::Sub(x[v], f[v]);
    x[v] = hn::Set(d, 9.570101911e-3f);
  }
  for (const float coefficient : kCoefficients) {
    for (int v = 0; v < kVectors; ++v) x[v] = hn::MulAdd(x[v], f[v], hn::Set(d, coefficient));
  }
  for (int v = 0; v < kVectors; ++v) x[v] = FloatVec{_mm512_scalef_ps(x[v].raw, power[v].raw)};
#else
  Exp2(x);
#endif
}

// e^x to 2e-7 relative for -87 < x < 88; 0 below -88; NaN stays NaN. Above 88 undefined.
// x = n ln 2 + r, with ln 2 in two parts; e^r by Exp2's polynomial in r.
HWY_INLINE FloatVec Exp(FloatVec x) {
  const FloatTag d;
  x = hn::Max(hn::Set(d, -88.02969f), x);
  const auto shifted = hn::MulAdd(x, hn::Set(d, kLog2OfE), hn::Set(d, kRounding));
  const auto n = hn::Sub(shifted, hn::Set(d, kRounding));
  auto r = hn::NegMulAdd(n, hn::Set(d, 0.693359375f), x);
  r = hn::NegMulAdd(n, hn::Set(d, -2.12194440e-4f), r);
  auto p = hn::MulAdd(hn::Set(d, 8.290314788e-03f), r, hn::Set(d, 4.189793082e-02f));
  p = hn::MulAdd(p, r, hn::Set(d, 1.666763571e-01f));
  p = hn::MulAdd(p, r, hn::Set(d, 4.999915024e-01f));
  p = hn::MulAdd(p, r, hn::Set(d, 9.999997448e-01f));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0f));
  return hn::Mul(p, PowerOfTwo(shifted));
}

// 1 / (1 + e^-x).
HWY_INLINE FloatVec Sigmoid(FloatVec x) {
  const FloatTag d;
  const auto e = Exp(hn::Min(hn::Set(d, 87.0f), hn::Neg(x)));
  return hn::Div(hn::Set(d, 1.0f), hn::Add(hn::Set(d, 1.0f), e));
}

// tanh to 2e-7 absolute, as 2 sigmoid(2x) - 1.
HWY_INLINE FloatVec Tanh(FloatVec x) {
  const FloatTag d;
  return hn::MulSub(hn::Set(d, 2.0f), Sigmoid(hn::Add(x, x)), hn::Set(d, 1.0f));
}

// The largest of values, count a multiple of the lanes and at least that.
inline float Largest(const float* values, int64_t count) {
  const FloatTag d;
  auto top = hn::LoadU(d, values);
  for (int64_t j = hn::Lanes(d); j < count; j += hn::Lanes(d)) {
    top = hn::Max(top, hn::LoadU(d, values + j));
  }
  return hn::GetLane(hn::MaxOfLanes(d, top));
}

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target guard
