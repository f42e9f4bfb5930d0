#include "tools/frontier_series.h"

#include <algorithm>
#include <array>
#include <utility>

#include <lingan/metrics/significance/mean_deviation.h>

namespace lingan::tools {
namespace {

/// Adds the value of what is swept, if every seed was measured at it.
void add_point(std::vector<SeriesPoint>& points, const std::vector<Curve>& seeds, double swept,
               bool has_diversity) {
  std::vector<double> qualities;
  std::vector<double> diversities;
  for (const Curve& curve : seeds) {
    const auto point = std::ranges::find(curve, swept, &CurvePoint::swept);
    if (point == curve.end()) return;
    qualities.push_back(point->quality);
    diversities.push_back(point->diversity);
  }
  const auto quality = metrics::mean_deviation(qualities);
  points.push_back({.swept = swept,
                    .x = has_diversity ? metrics::mean_deviation(diversities).mean : swept,
                    .y = quality.mean,
                    .deviation = quality.deviation});
}

std::vector<SeriesPoint> points_of(const std::vector<Curve>& seeds, bool has_diversity) {
  std::vector<SeriesPoint> points;
  if (seeds.empty()) return points;
  for (const CurvePoint& point : seeds.front()) {
    add_point(points, seeds, point.swept, has_diversity);
  }
  return points;
}

bool are_equal(const Series& a, const Series& b) {
  return std::ranges::equal(a.points, b.points, [](const SeriesPoint& p, const SeriesPoint& q) {
    return p.swept == q.swept && p.x == q.x && p.y == q.y;
  });
}

/// A start that all share is drawn once.
void join_starts(std::vector<Series>& all) {
  const auto is_start = [](const Series& one) { return one.role == RunRole::kStart; };
  const auto first = std::ranges::find_if(all, is_start);
  if (std::ranges::count_if(all, is_start) < 2) return;
  const bool equal = std::ranges::all_of(
      all, [&](const Series& one) { return !is_start(one) || are_equal(one, *first); });
  if (!equal) return;
  Series shared = *first;
  shared.recipe.clear();
  std::erase_if(all, is_start);
  all.insert(all.begin(), std::move(shared));
}

}  // namespace

std::vector<std::string> compared_recipes(const std::vector<ComparedRun>& runs) {
  std::vector<std::string> recipes;
  for (const ComparedRun& run : runs) {
    if (std::ranges::find(recipes, run.recipe) == recipes.end()) recipes.push_back(run.recipe);
  }
  return recipes;
}

std::vector<Series> frontier_series(const std::vector<ComparedRun>& runs,
                                    const FrontierPair& pair) {
  std::vector<Series> all;
  for (const std::string& recipe : compared_recipes(runs)) {
    for (const RunRole role :
         {RunRole::kStart, RunRole::kControl, RunRole::kTrained, RunRole::kResampled}) {
      std::vector<Curve> seeds;
      for (const ComparedRun& run : runs) {
        if (run.recipe == recipe && run.role == role) seeds.push_back(curve_of(run, pair));
      }
      Series series{
          .recipe = recipe, .role = role, .points = points_of(seeds, !pair.diversity.empty())};
      if (!series.points.empty()) all.push_back(std::move(series));
    }
  }
  join_starts(all);
  return all;
}

}  // namespace lingan::tools
