/// Training of the discriminator by rounds of fresh fakes.
#pragma once

#include <cstdint>

#include <optional>

#include <lingan/gan/strategies/strategy.h>
#include <lingan/gan/training/labelled_batches.h>
#include <lingan/gan/training/real_batches.h>
#include <lingan/gan/training/training_state.h>

namespace lingan {

/// A round is several epochs over the same fakes, which the generator draws at its start, and as
/// many real sentences in an order of each epoch's own. The generator must not move inside a round.
/// Where D reads sources, a share of the fakes may be real sentences with the sources of others
/// (mismatched_sentences.h). Where the objective takes sentences without labels, each step also
/// learns the labels of a batch of those that have one (objectives/label_loss.h).
class DiscriminatorRounds {
 public:
  /// @param state  of a run with a strategy, if any other member is called.
  explicit DiscriminatorRounds(TrainingState& state);

  int64_t steps_per_round() const;

  /// One optimizer step of the discriminator.
  /// @param round  number among all rounds of the run, from 0.
  /// @param step  in the round, in 0..steps_per_round()-1.
  /// @param generator_step  see StepContext::step.  @param progress  see Optimizer::step.
  /// @return its loss, without what it minimizes beside the objective, gradient norm, and figures:
  /// the objective's, and `label-loss` where it learns labels beside it.
  StepReport step(int64_t round, int64_t step, int64_t generator_step, double progress);

 private:
  int64_t batches_per_epoch() const;
  torch::Tensor penalty(const Sentences& real, const Sentences& fakes) const;
  torch::Tensor loss_of_labels(int64_t step) const;
  Sentences round_fakes(StepContext& context, int64_t round, int64_t batch);
  Sentences batch_fakes(StepContext& context, int64_t round, int64_t batch);

  TrainingState& state_;
  RealBatches real_;
  std::optional<LabelledBatches> labelled_;  // nothing: it learns no labels beside the objective
  bool hard_fakes_;
  double r1_penalty_;        // gamma
  double mismatched_share_;  // 0: all fakes are G's
  Sentences fakes_;          // of the round numbered round_, if they are hard
  int64_t round_ = -1;
};

}  // namespace lingan
