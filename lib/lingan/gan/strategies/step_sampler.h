/// Hard sentences of the generator in a step, and what becomes of a step whose logits diverged.
#pragma once

#include <lingan/model/torch.h>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/strategies/cold_sampling.h>
#include <lingan/gan/strategies/reward.h>
#include <lingan/gan/strategies/strategy.h>
#include <lingan/model/sentences/hard_sentences.h>

namespace lingan {

/// Samples the generator where it is.
class StepSampler {
 public:
  /// @param cold  how the sentences of a step are drawn, if not as the generator writes.
  explicit StepSampler(const ColdSampling& cold = {}) : cold_(cold) {}

  /// @throws UsageError, NumericError as sample_sentences.
  HardSentences sample(const Generator& generator, const engine::SampleRequest& request);
  /// Of the context's generator, rows of the step's stream of a purpose: see step_request(). These
  /// may be cold.
  HardSentences sample(const StepContext& context, Purpose purpose, int64_t rows,
                       uint64_t first_row);

  /// What the rewards of a step are made from: its real sentences, and further fakes, the rows of
  /// its samples after those that are rewarded. It must outlive neither this object nor the
  /// context.
  RewardRequest reward_request(const StepContext& context, double log_ratio_bound);

  /// Figures of a step; not numbers after a device met logits that are not finite, so that the
  /// trainer stops.
  torch::Tensor or_not_a_number(const torch::Tensor& values) const;

 private:
  ColdSampling cold_;
  /// [1] int32, where the generator is: 1 after such logits. Undefined: nothing was sampled.
  torch::Tensor diverged_;
};

}  // namespace lingan
