/// The runs of a comparison side by side.
#pragma once

#include <vector>

#include <lingan/run/comparison/comparison_plan.h>

#include "tools/torch/comparison_worker.h"

namespace lingan::tools {

/// Trains and measures all runs of the plan, as many at a time as there are workers, with one line
/// of progress, and a line for each that is finished unless quiet.
/// @param workers  end with the first run that fails: others save theirs.
/// @throws UsageError, Error naming the run that failed; Interrupted once all runs are saved.
void finish_all(const ComparisonPlan& plan, std::vector<ComparisonWorker> workers, bool quiet);

}  // namespace lingan::tools
