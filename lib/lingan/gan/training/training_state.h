/// What the phases of a training run share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/recipe/round.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/training/before_end.h>
#include <lingan/gan/training/best_generator.h>
#include <lingan/gan/training/corpus_tensor.h>
#include <lingan/gan/training/players.h>
#include <lingan/gan/training/posterior_samples.h>
#include <lingan/gan/training/running_means.h>
#include <lingan/gan/training/training_data.h>

namespace lingan {

/// Recipe, data and networks of a run, and what its steps have found so far.
struct TrainingState {
  /// Fresh networks.  @throws UsageError if recipe and data do not go together.
  TrainingState(const Recipe& recipe, TrainingData data, uint64_t seed);
  TrainingState(const TrainingState&) = delete;  // the corpus refers to the data
  TrainingState& operator=(const TrainingState&) = delete;

  /// What a strategy's step takes.
  /// @param real  sentences of this step; must outlive the context.
  /// @param step  number of the generator's adversarial step, from 0.
  StepContext context(const Sentences& real, int64_t step) const;

  const TrainingData data;
  const Recipe recipe;  ///< with the sizes of the data filled in
  const uint64_t seed;
  const std::vector<Move> moves;  ///< of an adversarial round, in their order
  Players players;
  const CorpusTensor corpus;  ///< data.train, where the players are
  RunningMeans means;         ///< of the steps since the last record
  BestGenerator best;
  PosteriorSamples posterior{recipe.training.posterior_samples};
  BeforeEnd before_end;
  std::string note;  ///< phase and latest figures, see TrainingProgress
};

}  // namespace lingan
