/// A tensor core on the host, no more exact than a device's: four products at a time are added to
/// a sum, which is then cut to float32 toward zero (Fasi, Higham, Mikaitis and Pranesh 2021,
/// "Numerical behavior of NVIDIA tensor cores").
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>

namespace lingan::engine {

struct HostTensorCore {
  template <int kRole, int kCount>
  struct Fragment {
    static constexpr int num_elements = kCount;
    float x[kCount];
  };
  using Rows = Fragment<0, 16 * 8>;     // [16, 8]
  using Weights = Fragment<1, 16 * 8>;  // [16 outputs, 8]
  using Sums = Fragment<2, 16 * 16>;    // [16, 16]

  template <class Operand>
  static void load(Operand& to, const float* from, int stride) {
    for (int i = 0; i < 16 * 8; ++i) to.x[i] = from[i / 8 * stride + i % 8];
  }
  static void store(float* to, const Sums& sums, int stride) {
    for (int i = 0; i < 16 * 16; ++i) to[i / 16 * stride + i % 16] = sums.x[i];
  }
  static void multiply_add(Sums& sums, const Rows& rows, const Weights& weights) {
    for (int i = 0; i < 16 * 16; ++i) {
      const float* row = rows.x + i / 16 * 8;
      const float* weight = weights.x + i % 16 * 8;
      for (int k = 0; k < 8; k += 4) {
        double sum = sums.x[i];
        for (int j = k; j < k + 4; ++j) sum += double{row[j]} * weight[j];
        sums.x[i] = cut(sum);
      }
    }
  }
  /// To 10 bits of mantissa, to the nearest; halves away from zero.
  static float to_tf32(float x) {
    if (!std::isfinite(x)) return x;
    return std::bit_cast<float>((std::bit_cast<uint32_t>(x) + 0x1000u) & ~0x1FFFu);
  }
  static float cut(double exact) {
    const auto nearest = static_cast<float>(exact);
    return std::abs(double{nearest}) > std::abs(exact) ? std::nextafter(nearest, 0.0f) : nearest;
  }
};

}  // namespace lingan::engine
