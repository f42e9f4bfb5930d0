// Vector exp, sigmoid and tanh, compiled once per instruction set.
#if defined(LINGAN_ENGINE_CPU_MATH_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef LINGAN_ENGINE_CPU_MATH_INL_H_
#undef LINGAN_ENGINE_CPU_MATH_INL_H_
#else
#define LINGAN_ENGINE_CPU_MATH_INL_H_
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;
using FloatVec = hn::Vec<FloatTag>;

// e^x to 2e-7 relative for -87 < x < 88; 0 below -88; NaN stays NaN. Above 88 undefined.
// x = n ln 2 + r; e^r by its Taylor series of degree 7 (error r^8/8! < 6e-9 for |r| <= ln 2 / 2).
// Adding 1.5 * 2^23 + 127 rounds n to an integer and leaves n + 127 in the low bits, which a shift
// turns into the exponent field of 2^n; n = -127 gives the bits of 0.
HWY_INLINE FloatVec Exp(FloatVec x) {
  const FloatTag d;
  const hn::RebindToUnsigned<FloatTag> du;
  const auto magic = hn::Set(d, 12582912.0f + 127.0f);
  x = hn::Max(hn::Set(d, -88.02969f), x);
  const auto shifted = hn::MulAdd(x, hn::Set(d, 1.44269504088896341f), magic);
  const auto n = hn::Sub(shifted, magic);
  auto r = hn::NegMulAdd(n, hn::Set(d, 0.693359375f), x);
  r = hn::NegMulAdd(n, hn::Set(d, -2.12194440e-4f), r);
  auto p = hn::MulAdd(hn::Set(d, 1.0f / 5040), r, hn::Set(d, 1.0f / 720));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0f / 120));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0f / 24));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0f / 6));
  p = hn::MulAdd(p, r, hn::Set(d, 0.5f));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0f));
  p = hn::MulAdd(p, r, hn::Set(d, 1.0f));
  const auto power = hn::BitCast(d, hn::ShiftLeft<23>(hn::BitCast(du, shifted)));
  return hn::Mul(p, power);
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

}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif  // per-target guard
