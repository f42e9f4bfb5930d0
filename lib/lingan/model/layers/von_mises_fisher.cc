#include <lingan/model/layers/von_mises_fisher.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace lingan {
namespace {

constexpr double kTinyLength = 1e-12;

/// Sums over terms of the series, as shares of the largest one.
struct Sums {
  double terms = 1;
  double numbers = 0;  // each term times its number

  /// Adds the terms after (step = 1) or before (-1) the largest, until they no longer count.
  void add(double order, double quarter, double largest, double step) {
    double term = 1;
    for (double k = largest; step > 0 || k > 0; k += step) {
      const double factor = step > 0 ? (k + 1) * (k + 1 + order) : k * (k + order);
      term *= step > 0 ? quarter / factor : factor / quarter;
      terms += term;
      numbers += term * (k + step);
      if (term < 1e-18) return;
    }
  }
};

}  // namespace

/// Term k is (x/2)^(v + 2k) / (k! Gamma(v + k + 1)). Since d ln I_v / dx is v / x + the ratio, the
/// ratio is 2 / x times the mean of k.
LogBessel log_bessel(double order, double x) {
  const double quarter = x * x / 4;
  const double largest = std::max(0.0, std::floor((std::sqrt(order * order + x * x) - order) / 2));
  Sums sums;
  sums.numbers = largest;
  sums.add(order, quarter, largest, 1);
  sums.add(order, quarter, largest, -1);
  const double of_largest = (order + 2 * largest) * std::log(x / 2) - std::lgamma(largest + 1) -
                            std::lgamma(order + largest + 1);
  return {of_largest + std::log(sums.terms), 2 / x * sums.numbers / sums.terms};
}

torch::Tensor von_mises_fisher_loss(const torch::Tensor& points, const torch::Tensor& embeddings) {
  const auto width = static_cast<double>(points.size(-1));
  const double order = width / 2 - 1;
  const torch::Tensor lengths = points.norm(2, -1).clamp_min(kTinyLength);
  const torch::Tensor k = lengths.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  torch::Tensor constant = torch::empty_like(k), slope = torch::empty_like(k);
  for (int64_t i = 0; i < k.numel(); ++i) {
    const double x = k.const_data_ptr<double>()[i];
    const LogBessel bessel = log_bessel(order, x);
    constant.data_ptr<double>()[i] =
        bessel.value - order * std::log(x) + width / 2 * std::log(2 * std::numbers::pi);
    slope.data_ptr<double>()[i] = bessel.ratio;
  }
  const auto like = lengths.options();
  // -ln C_E(k) with its derivative, which is the ratio.
  const torch::Tensor normalizer =
      constant.to(like) + slope.to(like) * (lengths - lengths.detach());
  const torch::Tensor directions = embeddings / embeddings.norm(2, -1, true).clamp_min(kTinyLength);
  return normalizer - (points * directions).sum(-1);
}

}  // namespace lingan
