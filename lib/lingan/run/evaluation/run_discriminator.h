/// The discriminator of a run, as its last checkpoint has it.
#pragma once

#include <memory>
#include <string>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/training/players.h>
#include <lingan/model/optimizers/optimizer.h>
#include <lingan/run/run_directory.h>

namespace lingan {

/// Whether D takes a step at any time of training.
bool trains_discriminator(const TrainingOptions& training);

/// The run's D in evaluation mode: with the average of its weights, if it keeps one.
class RunDiscriminator {
 public:
  /// @param run  whose recipe has a discriminator.
  /// @param or_else  what else may be done where there is none, as the end of a message; or
  /// nothing.
  /// @throws InputError if there is no checkpoint, or D was not trained before it.
  explicit RunDiscriminator(const RunDirectory& run, const std::string& or_else = "");

  Discriminator& get() const { return *players_.discriminator; }

 private:
  Players players_;
  std::unique_ptr<AveragedWeights> averaged_;
};

}  // namespace lingan
