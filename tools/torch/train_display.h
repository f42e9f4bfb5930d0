/// Shows a training run on stderr and stops it on SIGINT and SIGTERM.
#pragma once

#include <string>

#include <lingan/run/training/train_run.h>

namespace lingan::tools {

/// Trains the run to the end, with progress and one line a measurement unless quiet.
/// @param options  as train_run's.
/// @return seconds spent on the run.  @throws as train_run.
double train_with_display(const RunDirectory& run, const std::string& label, bool quiet,
                          const TrainRunOptions& options = {});

}  // namespace lingan::tools
