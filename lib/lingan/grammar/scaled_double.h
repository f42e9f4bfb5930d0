/// Nonnegative numbers with the precision of double and a 64-bit exponent: probabilities of long
/// texts without underflow, and without a logarithm for every sum.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <utility>

namespace lingan {

/// mantissa * 2^exponent, mantissa in [1, 2), or zero.
class ScaledDouble {
 public:
  ScaledDouble() = default;

  /// @param value  finite, >= 0.
  explicit ScaledDouble(double value) {
    if (value <= 0.0) return;
    int exponent = 0;
    mantissa_ = std::frexp(value, &exponent) * 2.0;
    exponent_ = exponent - 1;
  }

  bool zero() const { return mantissa_ == 0.0; }

  friend ScaledDouble operator*(ScaledDouble a, ScaledDouble b) {
    if (a.zero() || b.zero()) return {};
    return normalized(a.mantissa_ * b.mantissa_, a.exponent_ + b.exponent_);
  }

  ScaledDouble& operator+=(ScaledDouble other) {
    if (other.zero()) return *this;
    if (zero()) return *this = other;
    ScaledDouble small = *this;
    if (small.exponent_ > other.exponent_) std::swap(small, other);
    const int64_t shift = other.exponent_ - small.exponent_;
    if (shift > 64) return *this = other;
    const double factor = std::bit_cast<double>(static_cast<uint64_t>(1023 - shift) << 52);
    return *this = normalized(other.mantissa_ + small.mantissa_ * factor, other.exponent_);
  }

  /// The value as double; 0 or infinity outside its range.
  double value() const {
    if (exponent_ > 2000) return std::numeric_limits<double>::infinity();
    return exponent_ < -2000 ? 0.0 : std::ldexp(mantissa_, static_cast<int>(exponent_));
  }

  /// Natural logarithm, -infinity for zero.
  double log() const {
    return zero() ? -std::numeric_limits<double>::infinity()
                  : std::log(mantissa_) + static_cast<double>(exponent_) * std::numbers::ln2;
  }

  bool operator==(const ScaledDouble&) const = default;

 private:
  static ScaledDouble normalized(double mantissa, int64_t exponent) {
    const uint64_t bits = std::bit_cast<uint64_t>(mantissa);
    ScaledDouble result;
    result.exponent_ = exponent + static_cast<int64_t>(bits >> 52) - 1023;
    result.mantissa_ =
        std::bit_cast<double>((bits & ((uint64_t{1} << 52) - 1)) | (uint64_t{1023} << 52));
    return result;
  }

  double mantissa_ = 0.0;
  int64_t exponent_ = 0;
};

}  // namespace lingan
