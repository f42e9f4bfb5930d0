#include "tools/frontier_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include <lingan/run/comparison/gain.h>

#include "tools/frontier_series.h"
#include "tools/plot_axis.h"
#include "tools/svg.h"

namespace lingan::tools {
namespace {

constexpr double kPanelWidth = 460;
constexpr double kPanelHeight = 340;
constexpr double kLeft = 62;  // of the plot in its panel, and so on
constexpr double kRight = 14;
constexpr double kTop = 34;
constexpr double kBottom = 50;
constexpr double kLegendLine = 20;
constexpr int kColours = 6;

// Colours of Okabe and Ito 2008, which the colour-blind tell apart; on a light page the pale ones
// darker.
constexpr std::string_view kStyle = R"(<style>
svg { font: 12px sans-serif; background: #fff; }
text { fill: #222; } .title { font-weight: bold; font-size: 13px; }
.page { fill: #fff; } .frame { fill: none; stroke: #888; } .grid { stroke: #e4e4e4; }
.line { fill: none; stroke-width: 2; } .start { stroke-dasharray: 1.5 4; stroke-linecap: round; }
.control { stroke-dasharray: 7 4; } .bar { stroke-width: 1; stroke-opacity: .6; }
.c { stroke: #555; fill: #555; } .c0 { stroke: #0072b2; fill: #0072b2; } .c1 { stroke: #d55e00; fill: #d55e00; }
.c2 { stroke: #009e73; fill: #009e73; } .c3 { stroke: #b35b90; fill: #b35b90; }
.c4 { stroke: #a87400; fill: #a87400; } .c5 { stroke: #2b8fcf; fill: #2b8fcf; }
@media (prefers-color-scheme: dark) {
svg { background: #16181c; } text { fill: #e6e6e6; } .page { fill: #16181c; } .grid { stroke: #33363c; }
.c { stroke: #bbb; fill: #bbb; } .c0 { stroke: #4aa8e0; fill: #4aa8e0; } .c1 { stroke: #ff8b3d; fill: #ff8b3d; }
.c2 { stroke: #2fc79c; fill: #2fc79c; } .c3 { stroke: #e59bc6; fill: #e59bc6; }
.c4 { stroke: #f0e442; fill: #f0e442; } .c5 { stroke: #b9dcf5; fill: #b9dcf5; }
}
.line, .hollow { fill: none; }
</style>
)";

/// How a line looks.
struct Look {
  std::string colour = "c";  ///< classes of the style
  int mark = 0;
};

Look look_of(const Series& series, const std::vector<std::string>& recipes) {
  if (series.recipe.empty()) return {};
  const auto number = std::ranges::find(recipes, series.recipe) - recipes.begin();
  const std::string_view hollow = series.role == RunRole::kResampled ? " hollow" : "";
  return {.colour = fmt::format("c{}{}", number % kColours, hollow),
          .mark = static_cast<int>(number % kSvgMarks)};
}

/// One pair of metrics, its upper left corner at (0, 0).
class Panel {
 public:
  Panel(const FrontierPair& pair, const std::vector<Series>& series, Sweep sweep)
      : pair_(pair),
        sweep_(sweep),
        series_(series),
        right_is_higher_(pair.diversity.empty() || higher_is_better(pair.diversity)),
        up_is_higher_(higher_is_better(pair.quality)),
        x_(values(false), right_is_higher_ ? kLeft : kPanelWidth - kRight,
           right_is_higher_ ? kPanelWidth - kRight : kLeft),
        y_(values(true), up_is_higher_ ? kPanelHeight - kBottom : kTop,
           up_is_higher_ ? kTop : kPanelHeight - kBottom) {}

  std::string draw(const std::vector<std::string>& recipes) const {
    std::string svg = draw_frame();
    for (const Series& series : series_) svg += draw_line(series, look_of(series, recipes));
    return svg;
  }

 private:
  /// What an axis spans: a D that is too sure of itself may resample a few sentences over and over,
  /// far from all else.
  std::vector<double> values(bool of_quality) const {
    const auto is_resampled = [](const Series& one) { return one.role == RunRole::kResampled; };
    const bool has_others = !std::ranges::all_of(series_, is_resampled);
    std::vector<double> all;
    for (const Series& series : series_) {
      if (has_others && is_resampled(series)) continue;
      for (const SeriesPoint& point : series.points) {
        if (of_quality) {
          all.insert(all.end(), {point.y - point.deviation, point.y + point.deviation});
        } else {
          all.push_back(point.x);
        }
      }
    }
    return all;
  }

  std::string draw_frame() const {
    const double bottom = kPanelHeight - kBottom;
    const double right = kPanelWidth - kRight;
    std::string svg;
    for (const double tick : x_.ticks()) {
      svg += svg_line(x_.place(tick), kTop, x_.place(tick), bottom, "grid");
      svg += svg_text(x_.place(tick), bottom + 15, "text-anchor=\"middle\"",
                      fmt::format("{:.6g}", tick));
    }
    for (const double tick : y_.ticks()) {
      svg += svg_line(kLeft, y_.place(tick), right, y_.place(tick), "grid");
      svg += svg_text(kLeft - 5, y_.place(tick) + 4, "text-anchor=\"end\"",
                      fmt::format("{:.6g}", tick));
    }
    svg += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" class=\"frame\"/>\n",
                       kLeft, kTop, right - kLeft, bottom - kTop);
    const std::string across = pair_.diversity.empty()
                                   ? fmt::format("sampling {}", name_of(sweep_))
                                   : fmt::format("{} (more diverse to the right)", pair_.diversity);
    svg += svg_text((kLeft + right) / 2, bottom + 34, "text-anchor=\"middle\"", across);
    svg += svg_text(kLeft, kTop - 10, "class=\"title\"",
                    fmt::format("{} (better upwards)", pair_.quality));
    return svg;
  }

  static double on_frame_x(double x) { return std::clamp(x, kLeft, kPanelWidth - kRight); }
  static double on_frame_y(double y) { return std::clamp(y, kTop, kPanelHeight - kBottom); }

  bool is_beyond(const SeriesPoint& point) const {
    const double x = x_.place(point.x);
    const double y = y_.place(point.y);
    return on_frame_x(x) != x || on_frame_y(y) != y;
  }

  /// The mark of a point that lies beyond the frame, on it, with its values.
  std::string draw_beyond(const SeriesPoint& point, const Look& look) const {
    const double x = on_frame_x(x_.place(point.x));
    const double y = on_frame_y(y_.place(point.y));
    const bool is_left = x < kPanelWidth / 2;
    return svg_mark(x, y, {.shape = look.mark, .size = 4.5, .style = look.colour}) +
           svg_text(is_left ? x + 8 : x - 8, std::max(y + 4, kTop + 14),
                    is_left ? "" : "text-anchor=\"end\"",
                    fmt::format("at {:.3g}, {:.3g}", point.x, point.y));
  }

  std::string draw_line(const Series& series, const Look& look) const {
    std::string points;
    std::string marks;
    for (const SeriesPoint& point : series.points) {
      if (is_beyond(point)) {
        marks += draw_beyond(point, look);
        continue;
      }
      const double x = x_.place(point.x);
      const double y = y_.place(point.y);
      fmt::format_to(std::back_inserter(points), "{:.1f},{:.1f} ", x, y);
      if (point.deviation > 0) {
        marks += svg_line(x, y_.place(point.y - point.deviation), x,
                          y_.place(point.y + point.deviation), "bar " + look.colour);
      }
      marks += svg_mark(
          x, y, {.shape = look.mark, .size = point.swept == 1 ? 4.5 : 2.2, .style = look.colour});
    }
    return fmt::format("<polyline points=\"{}\" class=\"{} line {}\"/>\n{}", points, look.colour,
                       name_of(series.role), marks);
  }

  FrontierPair pair_;
  Sweep sweep_;
  std::vector<Series> series_;
  bool right_is_higher_;
  bool up_is_higher_;
  PlotAxis x_;
  PlotAxis y_;
};

std::string label_of(const Series& series) {
  if (series.recipe.empty()) return "start of all";
  if (series.role == RunRole::kTrained) return series.recipe;
  return fmt::format("{}: {}", series.recipe, name_of(series.role));
}

/// Three columns of lines with their names.
std::string draw_legend(const std::vector<Series>& series,
                        const std::vector<std::string>& recipes) {
  constexpr double kColumn = 2 * kPanelWidth / 3;
  std::string svg;
  for (size_t i = 0; i < series.size(); ++i) {
    const double x = 14 + kColumn * static_cast<double>(i % 3);
    const size_t line = i / 3;
    const double y = 44 + kLegendLine * static_cast<double>(line);
    const Look look = look_of(series[i], recipes);
    const std::string style = fmt::format("{} line {}", look.colour, name_of(series[i].role));
    if (series[i].role != RunRole::kResampled) svg += svg_line(x, y, x + 36, y, style);
    svg += svg_mark(x + 18, y, {.shape = look.mark, .size = 3.5, .style = look.colour});
    svg += svg_text(x + 44, y + 4, "", label_of(series[i]));
  }
  return svg;
}

}  // namespace

std::string frontier_picture(const std::vector<ComparedRun>& runs) {
  const auto recipes = compared_recipes(runs);
  std::vector<Series> legend;
  std::vector<Panel> panels;
  for (const FrontierPair& pair : frontier_pairs()) {
    const auto series = frontier_series(runs, pair);
    if (series.empty()) continue;
    panels.emplace_back(pair, series, runs.front().sweep);
    if (series.size() > legend.size()) legend = series;
  }
  if (panels.empty()) return "";
  const double top = 40 + kLegendLine * std::ceil(static_cast<double>(legend.size()) / 3);
  const double width = 2 * kPanelWidth;
  const double height = top + kPanelHeight * std::ceil(static_cast<double>(panels.size()) / 2);
  std::string svg(kFrontierPictureStart);
  svg += fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
      "{1}\">\n",
      width, height);
  svg += kStyle;
  svg += fmt::format("<rect width=\"{}\" height=\"{}\" class=\"page\"/>\n", width, height);
  svg += svg_text(14, 22, "class=\"title\"",
                  fmt::format("Quality against diversity, sampling {} swept (large mark: 1); mean "
                              "and standard deviation over seeds",
                              name_of(runs.front().sweep)));
  svg += draw_legend(legend, recipes);
  for (size_t i = 0; i < panels.size(); ++i) {
    const size_t row = i / 2;
    svg += fmt::format("<g transform=\"translate({} {})\">\n{}</g>\n",
                       kPanelWidth * static_cast<double>(i % 2),
                       top + kPanelHeight * static_cast<double>(row), panels[i].draw(recipes));
  }
  return svg + "</svg>\n";
}

}  // namespace lingan::tools
