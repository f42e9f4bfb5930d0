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

/// What training takes beside the run.
struct TrainRunOptions {
  /// For a recipe that takes one (gan/recipe/idle_keys.h), and no other.
  TextReward own_reward = nullptr;
  /// A finished run of the same pretraining, seed and text (gan/recipe/pretraining.h). A run that
  /// begins takes its state and what it has written, in the place of pretraining; null: none.
  const RunDirectory* start = nullptr;
  /// The state in which the adversarial phase begins is kept (RunDirectory::pretrained()), for the
  /// run's control.
  bool keeps_pretrained = false;
  /// Of a control, beside its start: the run whose control it is (gan/recipe/control.h), of the
  /// same seed and text. What that has kept is taken in the place of D's pretraining, and removed;
  /// null, or where nothing is kept: D pretrains here.
  const RunDirectory* controlled = nullptr;
};

/// @throws InputError naming the file and what in it differs if a run that is continued is not what
/// its checkpoint was trained by, or if its checkpoint is gone.
void require_continuable_files(const RunDirectory& run);

/// Trains to the end; continues from the directory's checkpoint if it has one. No other process can
/// train the run meanwhile. The spec's recipe may have more steps than the directory's (see
/// Trainer::restore), and is put there. A run that `RunDirectory::create` made and that fails
/// before its first checkpoint is discarded.
/// @param observer  is told everything after it was written to the directory.
/// @return seconds spent on the run so far, earlier sessions and those of its start included.
/// @throws Interrupted once the state is saved, when the observer says stop; NumericError when
/// training diverged, the last checkpoint kept; OwnRewardError once the state is saved, when the
/// user's reward fails; IoError if another process trains the run; as require_continuable_files.
double train_run(const RunDirectory& run, TrainingObserver& observer,
                 const TrainRunOptions& options = {});

}  // namespace lingan
