/// Frontiers of a comparison over seeds: the lines of its picture.
#pragma once

#include <string>
#include <vector>

#include <lingan/run/compared_runs.h>
#include <lingan/run/frontier.h>

namespace lingan::tools {

/// Means over seeds at one temperature.
struct SeriesPoint {
  double temperature = 1.0;
  double x = 0.0;          ///< diversity; of pairs without, the temperature
  double y = 0.0;          ///< quality
  double deviation = 0.0;  ///< of the quality over seeds (n - 1); 0 of one seed
};

/// One recipe in one role.
struct Series {
  std::string recipe;  ///< of a start that all recipes have, empty
  RunRole role = RunRole::kTrained;
  std::vector<SeriesPoint> points = {};  ///< by temperature; those that all seeds have
};

/// The recipes of runs, in order of first appearance.
std::vector<std::string> compared_recipes(const std::vector<ComparedRun>& runs);

/// Recipes in that order, each with its start, control, trained run and resampled start; lines
/// without a point are left out.
std::vector<Series> frontier_series(const std::vector<ComparedRun>& runs, const FrontierPair& pair);

}  // namespace lingan::tools
