/// What `lingan train` is asked for.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "tools/data_options.h"
#include "tools/machine_options.h"

namespace lingan::tools {

struct TrainOptions {
  std::string recipe;  ///< name or file; empty: that of the run to resume
  std::string run;     ///< folder
  uint64_t seed = 1;
  std::vector<std::string> settings;  ///< `table.key=value`, over the recipe's
  std::string precision;              ///< a last one of `engine.precision`; empty: the recipe's
  std::string reward;                 ///< command of a RewardCommand; empty: none
  double reward_timeout = 60;         ///< seconds that it has for a batch
  bool resume = false;
  DataOptions data;
  /// What the run comes from, by option: --seed and all of `data`, those of another tokenizer,
  /// length, oracle, ... A run keeps them.
  std::map<std::string, std::string> origin;
  std::map<std::string, std::string> given_origin;  ///< those that stand in the command line
  MachineOptions machine;
};

/// Starts the run or continues it, and trains to its end.
void train(const TrainOptions& options);

}  // namespace lingan::tools
