/// Training inside a run directory: checkpoints, log, samples, resume.
#pragma once

#include <functional>
#include <string>

#include <lingan/gan/training/trainer.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// Watches a run for the user.
struct TrainingWatch {
  /// Called after every optimizer step; return false to stop.
  std::function<bool(const TrainingProgress&)> advanced;
  /// Called with every measurement.
  std::function<void(const TrainingRecord&)> measured;
};

/// Trains to the end; continues from the directory's checkpoint if it has one.
/// @return seconds spent on the run so far, earlier sessions included.
/// @throws Interrupted once the state is saved, when watch.advanced returned false; NumericError
/// when training diverged, the last checkpoint kept.
double train_run(const RunDirectory& run, const TrainingWatch& watch);

}  // namespace lingan
