#include "tools/gradient_picture.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include <fmt/format.h>

namespace lingan::tools {
namespace {

constexpr double kLine = 20, kLabels = 330, kPanel = 300, kGap = 40, kTop = 46, kBottom = 26;
constexpr double kBiasLeft = kLabels, kPriceLeft = kLabels + kPanel + kGap;
constexpr double kWidth = kPriceLeft + kPanel + kGap;

constexpr const char* kStyle = R"(<style>
svg { --paper: #ffffff; --ink: #1b1f24; --faint: #c9cdd3; --mark: #0a58ca; }
@media (prefers-color-scheme: dark) { svg { --paper: #14171b; --ink: #e6e8eb; --faint: #454b54; --mark: #7ab7ff; } }
.paper { fill: #ffffff; fill: var(--paper); }
text { font: 12px system-ui, sans-serif; fill: #1b1f24; fill: var(--ink); }
.head { font-weight: 600; }
.grid { stroke: #c9cdd3; stroke: var(--faint); stroke-width: 1; }
.bar { stroke: #0a58ca; stroke: var(--mark); stroke-width: 2; }
.dot { fill: #0a58ca; fill: var(--mark); }
</style>
)";

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '&')
      result += "&amp;";
    else if (c == '<')
      result += "&lt;";
    else if (c == '>')
      result += "&gt;";
    else
      result += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return result;
}

std::string text_at(double x, double y, const std::string& text, const char* attributes = "") {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\"{}>{}</text>\n", x, y, attributes,
                     escaped(text));
}

std::string line_of(const char* kind, double x1, double y1, double x2, double y2) {
  return fmt::format(
      "<line class=\"{}\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", kind, x1,
      y1, x2, y2);
}

/// An axis: where on the page a value is.
struct Axis {
  double left;
  std::vector<double> ticks;  // ascending; the axis goes from the first to the last
  bool logarithmic;

  double place(double value) const {
    const auto scale = [this](double x) { return logarithmic ? std::log10(x) : x; };
    const double low = scale(ticks.front()), high = scale(ticks.back());
    const double bounded = std::clamp(value, ticks.front(), ticks.back());
    return left + kPanel * (scale(bounded) - low) / (high - low);
  }
};

/// From 0 on, a round number of 1, 2 or 5 apart.
Axis linear_axis(double left, double most) {
  if (!(most > 0)) most = 1;
  double step = std::pow(10, std::floor(std::log10(most)) - 1);
  for (const double factor : {2.0, 2.5, 2.0, 2.0}) {
    if (most / step > 5) step *= factor;
  }
  Axis axis{.left = left, .ticks = {0}, .logarithmic = false};
  while (axis.ticks.back() < most) {
    axis.ticks.push_back(step * static_cast<double>(axis.ticks.size()));
  }
  return axis;
}

/// Powers of ten, at most seven of them.
Axis logarithmic_axis(double left, double least, double most) {
  const double low = std::floor(std::log10(least));
  const double high = std::max(std::ceil(std::log10(most)), low + 1);
  const double step = std::ceil((high - low) / 6);
  Axis axis{.left = left, .ticks = {}, .logarithmic = true};
  for (double power = low; axis.ticks.size() < 2 || axis.ticks.back() < most; power += step) {
    axis.ticks.push_back(std::pow(10, power));
  }
  return axis;
}

bool is_drawn(const Estimate& interval, bool logarithmic) {
  return std::isfinite(interval.value) && (!logarithmic || interval.value > 0);
}

std::string mark(const Estimate& interval, const Axis& axis, double y) {
  if (!is_drawn(interval, axis.logarithmic)) return "";
  std::string svg;
  if (interval.low < interval.high) {
    svg += line_of("bar", axis.place(interval.low), y, axis.place(interval.high), y);
  }
  return svg + fmt::format("<circle class=\"dot\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/>\n",
                           axis.place(interval.value), y);
}

std::string draw_axis(const Axis& axis, const std::string& name, double bottom) {
  std::string svg = text_at(axis.left, 18, name, " class=\"head\"");
  for (const double tick : axis.ticks) {
    const double x = axis.place(tick);
    svg += line_of("grid", x, kTop - 8, x, bottom);
    svg += text_at(x, kTop - 12, fmt::format("{:.3g}", tick), " text-anchor=\"middle\"");
  }
  return svg;
}

/// The least and the greatest end of what is drawn.
std::pair<double, double> ends(const std::vector<PictureSection>& sections,
                               Estimate PictureRow::*figure, bool logarithmic) {
  double least = INFINITY, most = 0;
  for (const auto& section : sections) {
    for (const auto& row : section.rows) {
      const Estimate& interval = row.*figure;
      if (!is_drawn(interval, logarithmic)) continue;
      least = std::min(least, interval.low > 0 ? interval.low : interval.value);
      most = std::max({most, interval.value, std::isfinite(interval.high) ? interval.high : 0});
    }
  }
  return most > 0 ? std::pair(least, most) : std::pair(0.1, 1.0);
}

}  // namespace

std::string draw_estimators(const std::vector<PictureSection>& sections, const std::string& price) {
  const Axis of_bias = linear_axis(kBiasLeft, ends(sections, &PictureRow::bias, false).second);
  const auto [cheapest, dearest] = ends(sections, &PictureRow::price, true);
  const Axis of_price = logarithmic_axis(kPriceLeft, cheapest, dearest);
  std::string marks;
  double y = kTop + 10;
  for (const auto& section : sections) {
    if (!section.heading.empty()) {
      marks += text_at(12, y + 4, section.heading, " class=\"head\"");
      y += kLine;
    }
    for (const auto& row : section.rows) {
      marks += text_at(12, y + 4, row.label);
      marks += mark(row.bias, of_bias, y) + mark(row.price, of_price, y);
      y += kLine;
    }
    y += kLine / 2;
  }
  const double bottom = y - kLine / 2, height = bottom + kBottom;
  return fmt::format(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" "
             "height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} {1:.0f}\">\n",
             kWidth, height) +
         kStyle + "<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n" +
         draw_axis(of_bias, "bias", bottom) + draw_axis(of_price, price, bottom) + marks +
         "</svg>\n";
}

}  // namespace lingan::tools
