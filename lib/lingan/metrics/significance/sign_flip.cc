#include <lingan/metrics/significance/sign_flip.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <lingan/metrics/significance/numpy_generator.h>
#include <lingan/metrics/significance/paired_tests.h>

namespace lingan::metrics {
namespace {

constexpr int64_t kRandomFlips = 100'000;
constexpr double kRounding = 1e-12;  // sums nearer than this share of their terms are equal

// How many of the 2^n sums of +-d_i, each +-d_i added to sum, are at least `bound` from 0.
int64_t count_far(std::span<const double> rest, double sum, double bound) {
  if (rest.empty()) return std::abs(sum) >= bound ? 1 : 0;
  const auto others = rest.subspan(1);
  return count_far(others, sum + rest.front(), bound) +
         count_far(others, sum - rest.front(), bound);
}

int64_t count_far_at_random(std::span<const double> differences, double bound) {
  NumpyGenerator generator(kResamplingSeed);
  int64_t far = 0;
  for (int64_t flip = 0; flip < kRandomFlips; ++flip) {
    double sum = 0;
    uint32_t coins = 0;
    for (size_t i = 0; i < differences.size(); ++i) {
      if (i % 32 == 0) coins = generator.next32();
      sum += (coins >> i % 32 & 1) != 0 ? differences[i] : -differences[i];
    }
    if (std::abs(sum) >= bound) ++far;
  }
  return far;
}

}  // namespace

double sign_flip_p(std::span<const double> differences) {
  double sum = 0;
  double size = 0;
  for (const double difference : differences) {
    sum += difference;
    size += std::abs(difference);
  }
  const double bound = std::abs(sum) - kRounding * size;
  if (differences.size() > kMaximumFlipped) {
    return static_cast<double>(1 + count_far_at_random(differences, bound)) / (1 + kRandomFlips);
  }
  return std::ldexp(static_cast<double>(count_far(differences, 0, bound)),
                    -static_cast<int>(differences.size()));
}

double least_sign_flip_p(size_t differences) {
  if (differences > kMaximumFlipped) return 1.0 / (1 + kRandomFlips);
  return std::min(1.0, std::ldexp(2.0, -static_cast<int>(differences)));
}

}  // namespace lingan::metrics
