/// What `lingan compare` is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/data_options.h"
#include "tools/machine_options.h"

namespace lingan::tools {

struct CompareOptions {
  std::vector<std::string> recipes;   ///< names or files; or `all-small` alone
  std::vector<std::string> settings;  ///< `table.key=value`, over every recipe's
  std::string generators = "shared";  ///< `shared`: the first recipe's in all; `own`
  int seeds = 3;                      ///< runs of each recipe
  std::string controls = "all";       ///< `all`: and resampled starts, of every recipe that has
                                      ///< them; `none`
  std::vector<std::string> starts;    ///< folders of other comparisons
  int ensemble = 0;                   ///< starts whose mean is measured, too; 0: none
  std::string folder;
  int64_t sentences = 2000;  ///< drawn from each run at each value of what is swept
  std::vector<double> temperatures = {0.8, 0.9, 1.0, 1.1, 1.25};  ///< and 1
  std::vector<double> top_p = {};  ///< and 1: swept in place of temperatures; empty: it is not
  int jobs = 0;                    ///< runs at a time; 0: chosen
  std::string format = "table";    ///< `table` or `json`
  DataOptions data;
  MachineOptions machine;

  /// Every recipe that ships, each with its own generator and a short schedule
  /// (torch/small_recipes.h).
  bool is_all_small() const { return recipes == std::vector<std::string>{"all-small"}; }
  bool shares_generator() const { return generators == "shared" && !is_all_small(); }
};

/// Trains and measures what the folder lacks; writes and prints the comparison.
void compare(const CompareOptions& options);

}  // namespace lingan::tools
