/// What `lingan rank` is asked for.
#pragma once

#include <cstdint>
#include <string>

#include "tools/machine_options.h"

namespace lingan::tools {

struct RankOptions {
  std::string run;               ///< folder
  std::string query;             ///< whose items are printed; empty: metrics of held-out pairs
  int64_t items = 10;            ///< how many of them, best first; 0: all
  std::string format = "table";  ///< of metrics: `table` or `json`
  MachineOptions machine;
};

/// Prints the items of a query, or what the ranking of held-out pairs is worth.
void rank(const RankOptions& options);

}  // namespace lingan::tools
