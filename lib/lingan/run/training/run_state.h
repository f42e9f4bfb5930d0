/// A run as its last checkpoint has it.
#pragma once

#include <memory>

#include <lingan/gan/training/training_data.h>
#include <lingan/gan/training/training_state.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// What a run is trained on, of its folder.
/// @param own_reward  for a recipe that takes one; else null.
TrainingData training_data(const RunDirectory& run, OwnReward own_reward);

/// Recipe, data and networks of a run, the generator and D as they were when it was last saved
/// (not the generator's chosen weights, which RunDirectory::load_generator() gives). Nothing of
/// the run is written, and a training of it may go on.
/// @throws InputError naming the folder or the file if there is no checkpoint, or one of another
/// recipe.
std::unique_ptr<TrainingState> load_state(const RunDirectory& run);

}  // namespace lingan
