#include <lingan/engine/cpu/adam.h>

#include <algorithm>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/adam.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using FloatTag = hn::ScalableTag<float>;

void Step(const AdamFactors& f, const AdamTensor& tensor, int64_t begin, int64_t end) {
  const FloatTag d;
  const auto set = [&](float x) { return hn::Set(d, x); };
  for (int64_t i = begin; i < end; i += hn::Lanes(d)) {
    const auto inside = hn::FirstN(d, static_cast<size_t>(end - i));
    const auto g = hn::Mul(hn::MaskedLoad(inside, d, tensor.gradient + i), set(f.gradient));
    const auto mean = hn::MulAdd(set(f.beta1), hn::MaskedLoad(inside, d, tensor.mean + i),
                                 hn::Mul(set(f.share1), g));
    const auto square = hn::MulAdd(set(f.beta2), hn::MaskedLoad(inside, d, tensor.square + i),
                                   hn::Mul(hn::Mul(set(f.share2), g), g));
    const auto root = hn::MulAdd(hn::Sqrt(square), set(f.root), set(f.epsilon));
    const auto change = hn::Div(hn::Mul(set(f.rate), mean), root);
    const auto weight =
        hn::MulSub(hn::MaskedLoad(inside, d, tensor.weight + i), set(f.kept), change);
    hn::BlendedStore(mean, inside, d, tensor.mean + i);
    hn::BlendedStore(square, inside, d, tensor.square + i);
    hn::BlendedStore(weight, inside, d, tensor.weight + i);
  }
}

double Squares(const float* values, int64_t count) {
  constexpr int64_t kBlock = 4096;
  const FloatTag d;
  double total = 0;
  for (int64_t first = 0; first < count; first += kBlock) {
    const int64_t end = std::min(first + kBlock, count);
    auto sum = hn::Zero(d);
    for (int64_t i = first; i < end; i += hn::Lanes(d)) {
      const auto x = hn::MaskedLoad(hn::FirstN(d, static_cast<size_t>(end - i)), d, values + i);
      sum = hn::MulAdd(x, x, sum);
    }
    total += hn::GetLane(hn::SumOfLanes(d, sum));
  }
  return total;
}

}  // namespace
}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(Step);
HWY_EXPORT(Squares);

void adam_step(const AdamFactors& factors, const AdamTensor& tensor, int64_t begin, int64_t end) {
  HWY_DYNAMIC_DISPATCH(Step)(factors, tensor, begin, end);
}

double sum_of_squares(const float* values, int64_t count) {
  return HWY_DYNAMIC_DISPATCH(Squares)(values, count);
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
