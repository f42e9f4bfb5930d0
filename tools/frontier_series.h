/// Frontiers of a comparison over seeds: the lines of its picture.
#pragma once

#include <string>
#include <vector>

#include <lingan/run/comparison/compared_runs.h>
#include <lingan/run/comparison/frontier.h>

namespace lingan::tools {

/// Means over seeds at one value of what is swept.
struct SeriesPoint {
  double swept = 1.0;
  double x = 0.0;          ///< diversity; of pairs without, what is swept
  double y = 0.0;          ///< quality
  double deviation = 0.0;  ///< of the quality over seeds (n - 1); 0 of one seed
};

/// One recipe in one role.
struct Series {
  std::string recipe;  ///< of a start that all recipes have, empty
  RunRole role = RunRole::kTrained;
  std::vector<SeriesPoint> points = {};  ///< in order of what is swept; those that all seeds have
};

/// The recipes of runs, in order of first appearance.
std::vector<std::string> compared_recipes(const std::vector<ComparedRun>& runs);

/// Recipes in that order, each with its start, control, trained run and resampled start; lines
/// without a point are left out.
std::vector<Series> frontier_series(const std::vector<ComparedRun>& runs, const FrontierPair& pair);

}  // namespace lingan::tools
