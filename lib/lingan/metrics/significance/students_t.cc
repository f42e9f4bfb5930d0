#include <lingan/metrics/significance/students_t.h>

#include <cmath>

#include <lingan/metrics/significance/mean_deviation.h>

namespace lingan::metrics {
namespace {

// The m-th coefficient of the continued fraction of I_x(a, b).
double coefficient(int m, double a, double b, double x) {
  const double k = std::floor(m / 2.0);
  if (m % 2 == 0) return k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k));
  return -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1));
}

// By Lentz's algorithm; converges fast for x < (a + 1) / (a + b + 2).
double beta_fraction(double a, double b, double x) {
  constexpr double kTiny = 1e-300;
  double value = 1;
  double upper = 1;
  double lower = 0;
  for (int m = 1; m < 10'000; ++m) {
    const double next = coefficient(m, a, b, x);
    lower = 1 / (1 + next * lower);
    upper = 1 + next / upper;
    if (upper == 0) upper = kTiny;
    const double factor = upper * lower;
    value *= factor;
    if (std::abs(factor - 1) < 1e-16) break;
  }
  return 1 / value;
}

// I_x(a, b), with y = 1 - x given apart, for precision.
double incomplete_beta(double a, double b, double x, double y) {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                a * std::log(x) + b * std::log(y));
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
  return 1 - front * beta_fraction(b, a, y) / b;
}

}  // namespace

double students_t_tails(double t, double degrees) {
  if (std::isinf(t)) return 0;
  const double square = t * t;
  return incomplete_beta(degrees / 2, 0.5, degrees / (degrees + square),
                         square / (degrees + square));
}

double students_t_bound(double tails, double degrees) {
  double low = 0;
  double high = 1;
  while (students_t_tails(high, degrees) > tails) high *= 2;
  for (int i = 0; i < 100; ++i) {
    const double middle = (low + high) / 2;
    (students_t_tails(middle, degrees) > tails ? low : high) = middle;
  }
  return (low + high) / 2;
}

double paired_t_p(std::span<const double> differences) {
  const MeanDeviation all = mean_deviation(differences);
  if (all.deviation == 0) return all.mean == 0 ? 1 : 0;
  const auto count = static_cast<double>(differences.size());
  return students_t_tails(all.mean * std::sqrt(count) / all.deviation, count - 1);
}

}  // namespace lingan::metrics
