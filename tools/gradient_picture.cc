#include "tools/gradient_picture.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "tools/svg.h"

namespace lingan::tools {
namespace {

constexpr double kLine = 20, kPanel = 300, kGap = 70, kTop = 46, kBottom = 26;
constexpr double kLabel = 12,
                 kLetter = 6.8;  // where labels begin, and the width of a letter of them
constexpr double kZero = 40;     // from 0 to the least power of ten

constexpr const char* kStyle = R"(<style>
svg { --paper: #ffffff; --ink: #1b1f24; --faint: #c9cdd3; --mark: #0a58ca; }
@media (prefers-color-scheme: dark) { svg { --paper: #14171b; --ink: #e6e8eb; --faint: #454b54; --mark: #7ab7ff; } }
.paper { fill: #ffffff; fill: var(--paper); }
text { font: 12px system-ui, sans-serif; fill: #1b1f24; fill: var(--ink); }
.head { font-weight: 600; }
.grid { stroke: #c9cdd3; stroke: var(--faint); stroke-width: 1; }
.bar { stroke: #0a58ca; stroke: var(--mark); stroke-width: 2; }
.dot { fill: #0a58ca; fill: var(--mark); }
.zero { fill: #ffffff; fill: var(--paper); stroke: #0a58ca; stroke: var(--mark); stroke-width: 2; }
</style>
)";

/// An axis: where on the page a value is.
struct Axis {
  double left;
  std::vector<double> ticks;  // ascending; the axis goes from the first to the last
  bool logarithmic;
  bool has_zero = false;  // of a logarithmic one: 0 has a place of its own before the powers

  double place(double value) const {
    if (has_zero && value <= 0) return left;
    const auto scale = [this](double x) { return logarithmic ? std::log10(x) : x; };
    const double low = scale(ticks.front()), high = scale(ticks.back());
    const double bounded = std::clamp(value, ticks.front(), ticks.back());
    const double begin = has_zero ? kZero : 0;
    return left + begin + (kPanel - begin) * (scale(bounded) - low) / (high - low);
  }
};

/// From 0 on, a round number of 1, 2 or 5 apart.
Axis linear_axis(double left, double maximum) {
  if (!(maximum > 0)) maximum = 1;
  double step = std::pow(10, std::floor(std::log10(maximum)) - 1);
  for (const double factor : {2.0, 2.5, 2.0, 2.0}) {
    if (maximum / step > 5) step *= factor;
  }
  Axis axis{.left = left, .ticks = {0}, .logarithmic = false};
  while (axis.ticks.back() < maximum) {
    axis.ticks.push_back(step * static_cast<double>(axis.ticks.size()));
  }
  return axis;
}

/// Powers of ten, at most seven of them.
Axis logarithmic_axis(double left, double minimum, double maximum) {
  const double low = std::floor(std::log10(minimum));
  const double high = std::max(std::ceil(std::log10(maximum)), low + 1);
  const double step = std::ceil((high - low) / 6);
  Axis axis{.left = left, .ticks = {}, .logarithmic = true};
  for (double power = low; axis.ticks.size() < 2 || axis.ticks.back() < maximum; power += step) {
    axis.ticks.push_back(std::pow(10, power));
  }
  return axis;
}

/// A dot, hollow where a logarithmic axis has a 0, and the interval as a bar.
std::string mark(const Estimate& interval, const Axis& axis, double y) {
  if (!std::isfinite(interval.value)) return "";
  const bool is_zero = axis.logarithmic && interval.value <= 0;
  std::string svg;
  if (interval.low < interval.high) {
    svg += svg_line(axis.place(interval.low), y, axis.place(interval.high), y, "bar");
  }
  return svg + svg_mark(axis.place(interval.value), y,
                        {.shape = 0, .size = 4, .style = is_zero ? "zero" : "dot"});
}

std::string draw_axis(const Axis& axis, const std::string& name, double bottom) {
  std::string svg = svg_text(axis.left, 18, "class=\"head\"", name);
  std::vector<double> ticks = axis.ticks;
  if (axis.has_zero) ticks.insert(ticks.begin(), 0);
  for (const double tick : ticks) {
    const double x = axis.place(tick);
    svg += svg_line(x, kTop - 8, x, bottom, "grid");
    svg += svg_text(x, kTop - 12, "text-anchor=\"middle\"", fmt::format("{:.4g}", tick));
  }
  return svg;
}

/// One figure of all rows.
std::vector<Estimate> figures_of(const std::vector<PictureSection>& sections,
                                 Estimate PictureRow::*figure) {
  std::vector<Estimate> figures;
  for (const auto& section : sections) {
    for (const auto& row : section.rows) {
      if (std::isfinite((row.*figure).value)) figures.push_back(row.*figure);
    }
  }
  return figures;
}

/// The minimum of the ends above 0 and their maximum.
std::pair<double, double> ends(const std::vector<Estimate>& figures) {
  double minimum = INFINITY, maximum = 0;
  for (const Estimate& interval : figures) {
    if (!(interval.value > 0)) continue;
    minimum = std::min(minimum, interval.low > 0 ? interval.low : interval.value);
    maximum = std::max({maximum, interval.value, std::isfinite(interval.high) ? interval.high : 0});
  }
  return maximum > 0 ? std::pair(minimum, maximum) : std::pair(0.1, 1.0);
}

/// How wide the labels are, about: a browser may have another letter.
double width_of_labels(const std::vector<PictureSection>& sections) {
  size_t longest = 0;
  for (const auto& section : sections) {
    for (const auto& row : section.rows) longest = std::max(longest, row.label.size());
  }
  return kLetter * static_cast<double>(longest);
}

}  // namespace

std::string draw_estimators(const std::vector<PictureSection>& sections, const std::string& price) {
  const double left = kLabel + width_of_labels(sections) + kLine;
  const Axis of_bias = linear_axis(left, ends(figures_of(sections, &PictureRow::bias)).second);
  const auto prices = figures_of(sections, &PictureRow::price);
  const auto [cheapest, dearest] = ends(prices);
  Axis of_price = logarithmic_axis(left + kPanel + kGap, cheapest, dearest);
  of_price.has_zero = std::ranges::any_of(prices, [](const auto& p) { return p.value <= 0; });
  const double width = of_price.left + kPanel + kGap;
  std::string marks;
  double y = kTop + 10;
  for (const auto& section : sections) {
    if (!section.heading.empty()) {
      marks += svg_text(kLabel, y + 4, "class=\"head\"", section.heading);
      y += kLine;
    }
    for (const auto& row : section.rows) {
      marks += svg_text(kLabel, y + 4, "", row.label);
      marks += mark(row.bias, of_bias, y) + mark(row.price, of_price, y);
      y += kLine;
    }
    y += kLine / 2;
  }
  const double bottom = y - kLine / 2, height = bottom + kBottom;
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" "
             "height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\">\n",
             width, height) +
         kStyle + "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n" +
         draw_axis(of_bias, "bias", bottom) + draw_axis(of_price, price, bottom) + marks +
         "</svg>\n";
}

}  // namespace lingan::tools
