#include <lingan/gan/gradients/sampled_quality.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace lingan {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Student's 97.5 % point, by its expansion about the normal one (Fisher & Cornish 1960): to .005
/// from 15 degrees on.
double student(int64_t degrees) {
  constexpr double z = 1.959964;
  const auto n = static_cast<double>(degrees);
  return z + (std::pow(z, 3) + z) / (4 * n) +
         (5 * std::pow(z, 5) + 16 * std::pow(z, 3) + 3 * z) / (96 * n * n);
}

/// What moments are made of, with some blocks left out.
struct Sums {
  double norm = 0.0;       ///< ||E g||^2, without bias
  double reference = 0.0;  ///< ||E r||^2, likewise
  double product = 0.0;    ///< E g . E r
  double variance = 0.0;

  double squared_bias() const { return norm + reference - 2 * product; }
};

/// Sums over all blocks but one.
class LeavingOut {
 public:
  explicit LeavingOut(const BlockProducts& all) : all_(all), none_(2 * all.blocks) {}

  /// @param left_out  a block in 0..2 B-1; 2 B: none.
  Sums sums(int64_t left_out) const {
    const int64_t blocks = all_.blocks;
    const auto [norm, squared_mean] = of_pairs(0, left_out);
    double product = 0.0;
    for (int64_t g = 0; g < blocks; ++g) {
      for (int64_t r = blocks; r < 2 * blocks; ++r) {
        if (g != left_out && r != left_out) product += at(g, r);
      }
    }
    const auto kept_g = static_cast<double>(kept(0, left_out));
    const auto kept_r = static_cast<double>(kept(blocks, left_out));
    double squares = 0.0;
    for (int64_t g = 0; g < blocks; ++g) {
      if (g != left_out) squares += all_.squares[static_cast<size_t>(g)];
    }
    const double count = kept_g * static_cast<double>(all_.estimates);
    return {.norm = norm,
            .reference = of_pairs(blocks, left_out).first,
            .product = product / kept_g / kept_r,
            .variance = std::max(squares - count * squared_mean, 0.0) / (count - 1)};
  }

  int64_t none() const { return none_; }

 private:
  double at(int64_t a, int64_t b) const {
    return all_.products[static_cast<size_t>(a * none_ + b)];
  }

  int64_t kept(int64_t first, int64_t left_out) const {
    const bool is_of_these = first <= left_out && left_out < first + all_.blocks;
    return all_.blocks - (is_of_these ? 1 : 0);
  }

  /// The mean product of two different blocks, and of any two.
  std::pair<double, double> of_pairs(int64_t first, int64_t left_out) const {
    double different = 0.0, same = 0.0;
    for (int64_t a = first; a < first + all_.blocks; ++a) {
      if (a == left_out) continue;
      same += at(a, a);
      for (int64_t b = first; b < a; ++b) {
        if (b != left_out) different += 2 * at(a, b);
      }
    }
    const auto count = static_cast<double>(kept(first, left_out));
    return {different / count / (count - 1), (different + same) / count / count};
  }

  const BlockProducts& all_;
  int64_t none_;
};

using Figure = std::function<double(const Sums&)>;

/// The standard error of a figure: the jackknife's for two independent samples.
double deviation(const LeavingOut& leaving_out, int64_t blocks, const Figure& figure) {
  double variance = 0.0;
  for (const int64_t first : {int64_t{0}, blocks}) {
    double sum = 0.0, squares = 0.0;
    for (int64_t block = first; block < first + blocks; ++block) {
      const double value = figure(leaving_out.sums(block));
      sum += value;
      squares += value * value;
    }
    const auto count = static_cast<double>(blocks);
    variance += std::max(squares - sum * sum / count, 0.0) * (count - 1) / count;
  }
  return std::sqrt(variance);
}

/// None where the figure is not defined with one of the blocks left out: noise hides it.
Estimate interval_of(const BlockProducts& all, const Figure& figure) {
  const LeavingOut leaving_out(all);
  const double value = figure(leaving_out.sums(leaving_out.none()));
  const double half = student(all.blocks - 1) * deviation(leaving_out, all.blocks, figure);
  if (std::isnan(half)) return {kNaN, kNaN, kNaN};
  return {value, value - half, value + half};
}

/// Of a square, which noise may bring below 0.
Estimate root_of(const Estimate& square) {
  const auto root = [](double x) { return std::isnan(x) ? x : std::sqrt(std::max(x, 0.0)); };
  return {root(square.value), root(square.low), root(square.high)};
}

/// Of a number that cannot be below 0, of which a large one is known as exactly as a small one in
/// proportion.
Estimate positive(const Estimate& linear) {
  if (!(linear.value > 0)) return {linear.value, linear.value, linear.value};
  const double factor = std::exp((linear.high - linear.value) / linear.value);
  return {linear.value, linear.value / factor, linear.value * factor};
}

Estimate within(const Estimate& x, double low, double high) {
  return {std::clamp(x.value, low, high), std::clamp(x.low, low, high),
          std::clamp(x.high, low, high)};
}

double cosine(const Sums& sums) {
  const double squares = sums.norm * sums.reference;
  return sums.norm > 0 && squares > 0 ? sums.product / std::sqrt(squares) : kNaN;
}

double squared_signal_to_noise(const Sums& sums) {
  return sums.variance > 0 ? sums.norm / sums.variance : kNaN;
}

}  // namespace

SampledMoments sampled_moments(const BlockProducts& all) {
  const auto of = [&all](const Figure& figure) { return interval_of(all, figure); };
  return {.bias = root_of(of([](const Sums& sums) { return sums.squared_bias(); })),
          .variance = positive(of([](const Sums& sums) { return sums.variance; })),
          .mean_squared_error =
              within(of([](const Sums& sums) { return sums.squared_bias() + sums.variance; }), 0.0,
                     std::numeric_limits<double>::infinity()),
          .cosine = within(of(cosine), -1.0, 1.0),
          .signal_to_noise = root_of(of(squared_signal_to_noise))};
}

Estimate reference_norm(const BlockProducts& all) {
  return root_of(interval_of(all, [](const Sums& sums) { return sums.reference; }));
}

}  // namespace lingan
