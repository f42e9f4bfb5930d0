#include "tools/plot_axis.h"

#include <algorithm>
#include <cmath>

namespace lingan::tools {
namespace {

constexpr double kMargin = 0.06;  // of the span, on either side
constexpr double kMaximumSteps = 7;

double round_step(double span) {
  const double power = std::pow(10.0, std::floor(std::log10(span / kMaximumSteps)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (span / (factor * power) <= kMaximumSteps) return factor * power;
  }
  return 10 * power;
}

}  // namespace

PlotAxis::PlotAxis(const std::vector<double>& values, double begin, double end)
    : begin_(begin), end_(end) {
  const auto [low, high] = std::ranges::minmax(values);
  const double span = high > low ? high - low : std::max(1e-3, std::abs(high) / 10);
  low_ = low - kMargin * span;
  high_ = high + kMargin * span;
}

double PlotAxis::place(double value) const {
  return std::lerp(begin_, end_, (value - low_) / (high_ - low_));
}

std::vector<double> PlotAxis::ticks() const {
  const double step = round_step(high_ - low_);
  std::vector<double> ticks;
  for (double i = std::ceil(low_ / step); i * step <= high_; ++i)
    ticks.push_back(i == 0 ? 0 : i * step);  // not -0
  return ticks;
}

}  // namespace lingan::tools
