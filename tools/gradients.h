/// What `lingan gradients` is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/gradients/study.h>

#include "tools/machine_options.h"

namespace lingan::tools {

struct GradientsOptions {
  std::vector<std::string> runs;  ///< folders; none: a table
  std::string table;              ///< file
  gradients::StudyOptions study;  ///< of runs without samples: their batches
  int64_t estimates = 64;         ///< of each estimator, on runs
  int64_t reference = 16384;      ///< sentences of a run's reference
  uint64_t seed = 1;              ///< of the draws, on runs
  std::string picture;            ///< file to write; empty: none
  std::string format = "table";   ///< `table` or `json`
  MachineOptions machine;
};

/// Measures estimators on runs by sampling, and prints the values.
void gradients_of_runs(const GradientsOptions& options);

}  // namespace lingan::tools
