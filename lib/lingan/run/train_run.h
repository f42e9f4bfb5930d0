/// Training inside a run directory: checkpoints, log, samples, resume.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include <lingan/gan/training/training_observer.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// A reward that the user gives: one finite number for each sentence, which is text as sample and
/// decode print it. It may throw.
using TextReward = std::function<std::vector<double>(std::span<const std::string> sentences)>;

/// @throws InputError naming the file and what in it differs if a run that is continued is not what
/// its checkpoint was trained by, or if its checkpoint is gone.
void require_continuable_files(const RunDirectory& run);

/// Trains to the end; continues from the directory's checkpoint if it has one. No other process can
/// train the run meanwhile. The spec's recipe may have more steps than the directory's (see
/// Trainer::restore), and is put there. A run that `RunDirectory::create` made and that fails
/// before its first checkpoint is discarded.
/// @param observer  is told everything after it was written to the directory.
/// @param own_reward  for a recipe that takes one (gan/recipe/idle_keys.h), and no other.
/// @return seconds spent on the run so far, earlier sessions included.
/// @throws Interrupted once the state is saved, when the observer says stop; NumericError when
/// training diverged, the last checkpoint kept; OwnRewardError once the state is saved, when the
/// user's reward fails; IoError if another process trains the run; as require_continuable_files.
double train_run(const RunDirectory& run, TrainingObserver& observer,
                 const TextReward& own_reward = nullptr);

}  // namespace lingan
