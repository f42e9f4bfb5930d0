/// Rollouts of several generators that write together.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/engine/rollouts/stepper.h>

namespace lingan::engine {

/// An ensemble: the next token's distribution is the mean of its members', p(y | y_<t) = sum over
/// members of p_m(y | y_<t) / M, raised to 1 / T and normalized where it has a temperature T.
/// Immutable.
class EnsembleRollouts final : public Rollouts {
 public:
  /// @param members  M >= 1, of one vocabulary.  @param temperature  T, >= 1e-6.
  /// @throws UsageError if members differ in their vocabularies, or bos is not of it.
  EnsembleRollouts(std::vector<std::unique_ptr<const Stepper>> members,
                   const SpecialTokens& specials, double temperature = 1.0);

  /// @param request  without initial states; its temperature is that of the mean, beside T.
  Samples sample(const SampleRequest& request) const override;

  /// @throws UsageError: an ensemble completes no prefixes.
  void complete(const TokenBatch& sentences, const RolloutRequest& request,
                const std::function<void(const Completions&)>& consumer) const override;

  using Rollouts::log_probabilities;
  /// ln p(y_t | y_<t) at temperature T.  @param initial_states  must be empty.
  std::vector<float> log_probabilities(const TokenBatch& sentences,
                                       std::span<const float> initial_states) const override;

 private:
  std::vector<std::unique_ptr<const Stepper>> members_;
  SpecialTokens specials_;
  double temperature_;
};

}  // namespace lingan::engine
