/// What every strategy's generator step has in common.
#pragma once

#include <optional>

#include <lingan/model/torch.h>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/strategies/frozen_weights.h>
#include <lingan/gan/strategies/strategy.h>

namespace lingan {

/// While it lives, G and D compute as they are judged, without dropout, and D's weights take no
/// gradient. The gradient is then that of the distribution that the engine samples, and a step is a
/// function of its context alone. Puts the modes back when it goes.
class GeneratorStepScope {
 public:
  /// @param discriminator  may be null.
  GeneratorStepScope(Generator& generator, Discriminator* discriminator);
  ~GeneratorStepScope();
  GeneratorStepScope(const GeneratorStepScope&) = delete;
  GeneratorStepScope& operator=(const GeneratorStepScope&) = delete;

 private:
  Generator& generator_;
  Discriminator* discriminator_;
  bool generator_trained_;
  bool discriminator_trained_;
  std::optional<FrozenWeights> frozen_;
};

/// What to sample of G in a step: rows of the step's stream of that purpose.
engine::SampleRequest step_request(const StepContext& context, Purpose purpose, int64_t rows,
                                   uint64_t first_row);

/// Completions of a step's sentences.
/// @param rollouts  M of each prefix, >= 1.  @param memory_budget  in bytes.
engine::RolloutRequest rollout_request(const StepContext& context, int32_t rollouts,
                                       uint64_t memory_budget);

/// One step of an optimizer down a loss.
/// @param progress  as Optimizer::step().  @return the gradient's norm, likewise.
torch::Tensor descend(Optimizer& optimizer, const torch::Tensor& loss, double progress);

/// Minimizes a loss by one step of the generator's optimizer.
/// Changes no weight where the gradient is not finite: the report says it.
StepReport minimize(StepContext& context, const torch::Tensor& loss);

}  // namespace lingan
