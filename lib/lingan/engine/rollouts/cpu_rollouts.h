/// Rollouts of a generator on the CPU.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include <lingan/engine/rollouts/filling_rollouts.h>
#include <lingan/engine/rollouts/stepper.h>

namespace lingan::engine {

/// Samples (sampling.cc), fills (filling.cc), completes (completion.cc) and tells log-probabilities
/// (log_probabilities.cc) with a stepper, in blocks of rows that threads share. Immutable.
class CpuRollouts final : public FillingRollouts {
 public:
  /// @throws UsageError if bos is not of the vocabulary.
  CpuRollouts(std::unique_ptr<const Stepper> stepper, const SpecialTokens& specials);

  Samples sample(const SampleRequest& request) const override;
  Samples fill(const SampleRequest& request, const TokenBatch& known) const override;
  void complete(const TokenBatch& sentences, const RolloutRequest& request,
                const std::function<void(const Completions&)>& consumer) const override;
  using Rollouts::log_probabilities;
  std::vector<float> log_probabilities(const TokenBatch& sentences,
                                       std::span<const float> initial_states) const override;

 private:
  std::unique_ptr<const Stepper> stepper_;
  SpecialTokens specials_;
};

}  // namespace lingan::engine
