#include <algorithm>
#include <memory>

#include <lingan/engine/cpu/recurrent_layer.h>
#include <lingan/engine/cpu/targets.h>
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lingan/engine/cpu/recurrent_weight_gradient.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <lingan/engine/cpu/accumulate-inl.h>
#include <lingan/engine/panels.h>

HWY_BEFORE_NAMESPACE();
namespace lingan::engine::HWY_NAMESPACE {
namespace {

inline constexpr int64_t kDepth = 256;       // tokens whose inputs stay in the first cache
inline constexpr int64_t kGradientRows = 8;  // gate columns side by side

// Slopes of one block of gate columns, as [kGateBlock / 8, N, 8], and their sums over the rows.
void PackSlopes(const RecurrentWeightGradient& run, int64_t column, float* packed, float* sums) {
  const int64_t rows = run.shape.tokens();
  const hn::CappedTag<float, kGradientRows> d;
  constexpr int64_t kVectors = kGateBlock / hn::MaxLanes(d);
  hn::Vec<decltype(d)> sum[kVectors];
  for (auto& part : sum) part = hn::Zero(d);
  for (int64_t row = 0; row < rows; ++row) {
    const float* from = run.gate_slope + row * 4 * run.shape.width + column;
    for (int64_t v = 0; v < kVectors; ++v) {
      const int64_t j = v * hn::MaxLanes(d);
      const auto value = hn::LoadU(d, from + j);
      hn::StoreU(value, d,
                 packed + (j / kGradientRows * rows + row) * kGradientRows + j % kGradientRows);
      sum[v] = hn::Add(sum[v], value);
    }
  }
  for (int64_t v = 0; v < kVectors; ++v) hn::StoreU(sum[v], d, sums + v * hn::MaxLanes(d));
}

// Rows [kGateBlock, width] of a weight's gradient.
void MultiplySlopes(const float* packed, const float* inputs, int64_t rows, int64_t width,
                    const float* zeros, float* gradient) {
  for (int64_t row = 0; row < rows; row += kDepth) {
    const int64_t depth = std::min(kDepth, rows - row);
    for (int64_t column = 0; column < width; column += kPanel) {
      for (int64_t first = 0; first < kGateBlock; first += kGradientRows) {
        float* sums = gradient + first * width + column;
        MultiplyAdd({.a = packed + first * rows + row * kGradientRows,
                     .a_row = 1,
                     .a_depth = kGradientRows,
                     .b = inputs + row * width + column,
                     .b_depth = width,
                     .depth = depth,
                     .start = row == 0 ? zeros + column : sums,
                     .start_row = row == 0 ? 0 : width,
                     .c = sums,
                     .c_row = width},
                    kGradientRows, kPanel);
      }
    }
  }
}

void WeightGradient(const RecurrentWeightGradient& run, int64_t block) {
  const RecurrentShape& s = run.shape;
  const int64_t rows = s.tokens();
  const int64_t column = block * kGateBlock;
  const auto packed = std::make_unique_for_overwrite<float[]>(rows * kGateBlock);
  float sums[kGateBlock];
  PackSlopes(run, column, packed.get(), sums);
  const bool gru = !s.is_lstm();
  if (!gru || column < 3 * s.width) {
    MultiplySlopes(packed.get(), run.input, rows, s.inputs, run.zeros,
                   run.input_weight + column * s.inputs);
    std::copy_n(sums, kGateBlock, run.input_bias + column);
  }
  if (!gru || column < 2 * s.width || column >= 3 * s.width) {
    const int64_t output = gru && column >= 3 * s.width ? column - s.width : column;
    MultiplySlopes(packed.get(), run.previous_hidden, rows, s.width, run.zeros,
                   run.hidden_weight + output * s.width);
    std::copy_n(sums, kGateBlock, run.hidden_bias + output);
  }
}

}  // namespace
}  // namespace lingan::engine::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace lingan::engine {

HWY_EXPORT(WeightGradient);

void recurrent_weight_gradient(const RecurrentWeightGradient& run, int64_t block) {
  HWY_DYNAMIC_DISPATCH(WeightGradient)(run, block);
}

}  // namespace lingan::engine
#endif  // HWY_ONCE
