/// What `lingan sample` is asked for.
#pragma once

#include <string>

#include <lingan/run/evaluation/run_sampler.h>

#include "tools/machine_options.h"

namespace lingan::tools {

struct SampleOptions {
  std::string run;  ///< folder
  RunSampleRequest request;
  std::string sources;          ///< file, one source a line; empty: none
  std::string judge;            ///< a name in kJudgings; empty: all sentences are kept
  std::string format = "text";  ///< `text`, `jsonl` or `ids`
  std::string precision = "float32";
  MachineOptions machine;
};

/// Prints sentences drawn from the run.
void sample(const SampleOptions& options);

}  // namespace lingan::tools
