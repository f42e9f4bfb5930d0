#include <lingan/engine/cpu/cross_entropy.h>

#include <algorithm>
#include <cmath>

#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/cross_entropy.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/accumulate-inl.h>
#include <lingan/engine/cpu/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace {

// Rows of W that are multiplied while they are in the first cache.
inline constexpr int64_t kTokenBlock = 256;

void Logits(const SoftmaxLayer& layer, const SoftmaxRows& rows) {
  const int64_t padded = layer.padded();
  for (int64_t token = 0; token < padded; token += kPanel) {
    MultiplyAdd({.a = rows.hidden,
                 .a_row = layer.width,
                 .a_depth = 1,
                 .b = layer.panels + token * layer.width,
                 .b_depth = kPanel,
                 .depth = layer.width,
                 .start = layer.bias + token,
                 .start_row = 0,
                 .c = rows.exponentials + token,
                 .c_row = padded},
                rows.count, kPanel);
  }
}

// Replaces logits by exp(o - m); returns their sum.
float Exponentials(float* values, int64_t count, float reference) {
  const FloatTag d;
  const auto m = hn::Set(d, reference);
  auto sum = hn::Zero(d);
  for (int64_t j = 0; j < count; j += hn::Lanes(d)) {
    const auto e = Exp(hn::Sub(hn::LoadU(d, values + j), m));
    hn::StoreU(e, d, values + j);
    sum = hn::Add(sum, e);
  }
  return hn::GetLane(hn::SumOfLanes(d, sum));
}

void Normalize(const SoftmaxLayer& layer, const SoftmaxRows& rows) {
  const int64_t padded = layer.padded();
  for (int64_t r = 0; r < rows.count; ++r) {
    float* row = rows.exponentials + r * padded;
    const float reference = Largest(row, padded);
    const float target = row[rows.targets[r]];
    const float sum = Exponentials(row, padded, reference);
    rows.nll[r] = reference + std::log(sum) - target;
    rows.scale[r] = rows.weights[r] / sum;
    for (int64_t k = 0; k < layer.width; ++k) {
      rows.scaled[r * layer.width + k] = rows.hidden[r * layer.width + k] * rows.scale[r];
    }
  }
}

// w (sum over v of p_v W_v - W_y).
void HiddenGradient(const SoftmaxLayer& layer, const SoftmaxRows& rows) {
  const int64_t width = layer.width;
  std::fill_n(rows.gradient, rows.count * width, 0.0f);
  for (int64_t token = 0; token < layer.vocabulary; token += kTokenBlock) {
    MultiplyAdd({.a = rows.exponentials + token,
                 .a_row = layer.padded(),
                 .a_depth = 1,
                 .b = layer.weight + token * width,
                 .b_depth = width,
                 .depth = std::min(kTokenBlock, layer.vocabulary - token),
                 .start = rows.gradient,
                 .start_row = width,
                 .c = rows.gradient,
                 .c_row = width},
                rows.count, width);
  }
  for (int64_t r = 0; r < rows.count; ++r) {
    const float* right = layer.weight + rows.targets[r] * width;
    for (int64_t k = 0; k < width; ++k) {
      float& value = rows.gradient[r * width + k];
      value = value * rows.scale[r] - right[k] * rows.weights[r];
    }
  }
}

void Rows(const SoftmaxLayer& layer, const SoftmaxRows& rows) {
  Logits(layer, rows);
  Normalize(layer, rows);
  if (rows.gradient) HiddenGradient(layer, rows);
}

void AddGradient(const SoftmaxLayer& layer, const SoftmaxGradient& gradient, int64_t begin,
                 int64_t end) {
  const FloatTag d;
  const SoftmaxRows& rows = gradient.rows;
  const int64_t padded = layer.padded();
  float* weight = gradient.weight + begin * layer.width;
  MultiplyAdd({.a = rows.exponentials + begin,
               .a_row = 1,
               .a_depth = padded,
               .b = rows.scaled,
               .b_depth = layer.width,
               .depth = rows.count,
               .start = weight,
               .start_row = layer.width,
               .c = weight,
               .c_row = layer.width},
              end - begin, layer.width);
  for (int64_t token = begin; token < end; token += hn::Lanes(d)) {
    auto sum = hn::Zero(d);
    for (int64_t r = 0; r < rows.count; ++r) {
      sum = hn::MulAdd(hn::Set(d, rows.scale[r]),
                       hn::LoadU(d, rows.exponentials + r * padded + token), sum);
    }
    HWY_ALIGN float sums[hn::MaxLanes(FloatTag())];
    hn::Store(sum, d, sums);
    const int64_t inside = std::min<int64_t>(hn::Lanes(d), end - token);
    for (int64_t j = 0; j < inside; ++j) gradient.bias[token + j] += sums[j];
  }
}

}  // namespace
}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(Rows);
HWY_EXPORT(AddGradient);

void softmax_rows(const SoftmaxLayer& layer, const SoftmaxRows& rows) {
  HWY_DYNAMIC_DISPATCH(Rows)(layer, rows);
}

void add_softmax_gradient(const SoftmaxLayer& layer, const SoftmaxGradient& gradient, int64_t begin,
                          int64_t end) {
  HWY_DYNAMIC_DISPATCH(AddGradient)(layer, gradient, begin, end);
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
