/// What `lingan train` is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/data_options.h"
#include "tools/machine_options.h"

namespace lingan::tools {

struct TrainOptions {
  std::string recipe;  ///< name or file; empty: that of the run to resume
  std::string run;     ///< folder
  uint64_t seed = 1;
  bool seed_given = false;
  std::vector<std::string> settings;  ///< `table.key=value`, over the recipe's
  bool resume = false;
  DataOptions data;
  MachineOptions machine;
};

/// Starts the run or continues it, and trains to its end.
void train(const TrainOptions& options);

}  // namespace lingan::tools
