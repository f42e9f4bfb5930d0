/// What a comparison measured of each run: the data of its verdict.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <lingan/run/comparison/sweep.h>

namespace lingan {

/// Whose sentences were measured.
enum class RunRole {
  kStart,     ///< of the generator before the adversarial phase
  kControl,   ///< after the same phase without D's judgement
  kTrained,   ///< after the recipe
  kResampled  ///< of the start, resampled by the odds of the recipe's D: what this D could teach
};

/// The metrics at one value of what is swept.
struct FrontierPoint {
  double swept = 1.0;                     ///< sampling temperature, or top-p
  std::map<std::string, double> metrics;  ///< by name; NaN: no value
};

/// One generator, sampled at several temperatures, or top-p. Those of one seed share their data and
/// the streams that they are drawn from, so that their differences are paired.
struct ComparedRun {
  std::string recipe;  ///< of starts and controls, too: whose they are
  RunRole role;
  int seed;
  std::vector<FrontierPoint> frontier;  ///< 1 among them; of kResampled, that alone
  Sweep sweep = Sweep::kTemperature;    ///< of all runs of a comparison the same
};

}  // namespace lingan
