/// What `lingan compare` is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/data_options.h"
#include "tools/machine_options.h"

namespace lingan::tools {

struct CompareOptions {
  std::vector<std::string> recipes;   ///< names or files
  std::vector<std::string> settings;  ///< `table.key=value`, over every recipe's
  std::string generators = "shared";  ///< `shared`: the first recipe's in all; `own`
  int seeds = 3;                      ///< runs of each recipe
  std::string folder;
  int64_t sentences = 2000;      ///< drawn from each run to measure it
  std::string format = "table";  ///< `table` or `json`
  DataOptions data;
  MachineOptions machine;
};

/// Trains and measures what the folder lacks; writes and prints the comparison.
void compare(const CompareOptions& options);

}  // namespace lingan::tools
