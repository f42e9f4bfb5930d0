/// Steps of the generator by maximum likelihood, in pretraining and between adversarial steps.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/training/scheduled_sampling.h>
#include <lingan/gan/training/training_state.h>

namespace lingan {

/// Every token of the corpus weighs the same, whatever batch it is in: a step's loss is the NLL of
/// its sentences over the number of tokens that a batch has on average.
class LikelihoodSteps {
 public:
  explicit LikelihoodSteps(TrainingState& state);

  /// One step of the likelihood optimizer.
  /// @param rows  of the corpus.  @param progress  see Optimizer::step.
  /// @param own  tokens that the generator is fed in place of the text's.
  StepReport step(std::span<const int64_t> rows, double progress, const OwnTokens& own = {});

  /// The NLL per token of a step's sentences.  @param loss  of the step.
  double nll_per_token(double loss, std::span<const int64_t> rows) const {
    return loss * tokens_per_step_ / tokens_of(rows);
  }

  /// Tokens of sentences, eos counted, words that are missing not.
  double tokens_of(std::span<const int64_t> rows) const;

 private:
  TrainingState& state_;
  std::vector<int64_t> tokens_;  // of each sentence of the corpus
  double tokens_per_step_;       // on average
};

}  // namespace lingan
