/// Rollouts of a generator whose first state a latent code sets.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/engine/rollouts/rollouts.h>

namespace lingan {

/// How such a generator is sampled.
struct LatentSampling {
  /// What codes of rows of a stream are made of, [rows, Z]; see Generator::draw_noise().
  std::function<torch::Tensor(RandomStream stream, uint64_t first_row, int64_t rows)> noise;
  /// The states [n, state width] that come of noise [n, Z] (Generator::codes), as the engine has
  /// them.
  std::function<torch::Tensor(const torch::Tensor& noise)> states;
  bool nearest = false;  ///< a step's output is a point: its nearest token is taken, none is drawn
  bool autoregressive = true;  ///< see Generator::is_autoregressive()
};

/// Draws a code for every sentence, from the sentence's own row of the request's stream. Completes
/// no prefixes: the code of a sentence is not known from its tokens.
class LatentRollouts final : public engine::Rollouts {
 public:
  /// Codes of the mixture that log_probabilities() takes for the generator.
  static constexpr int64_t kComponents = 16;

  /// @param rollouts  of the same weights, on the CPU.
  LatentRollouts(std::unique_ptr<const engine::Rollouts> rollouts, LatentSampling sampling)
      : rollouts_(std::move(rollouts)), sampling_(std::move(sampling)) {}

  /// @throws UsageError also where a point's nearest token is taken and an option says how to draw,
  /// and for a prompt where the generator is not autoregressive.
  engine::Samples sample(const engine::SampleRequest& request) const override;

  /// @throws UsageError.
  void complete(const TokenBatch& sentences, const engine::RolloutRequest& request,
                const std::function<void(const engine::Completions&)>& consumer) const override;

  /// The generator whose first states are given, and how codes make them.
  const engine::Rollouts& given_states() const { return *rollouts_; }
  const LatentSampling& sampling() const { return sampling_; }

  bool has_likelihood() const override { return !sampling_.nearest && sampling_.autoregressive; }

  using Rollouts::log_probabilities;
  /// Those of the equal mixture of the generators that kComponents fixed codes make, a model of
  /// sentences by itself. Its NLL is, in the mean over codes, at least that of the generator (Burda
  /// et al. 2016, theorem 1).
  /// @param initial_states  must be empty.
  /// @throws UsageError where there is no likelihood: see Generator::has_likelihood().
  std::vector<float> log_probabilities(const TokenBatch& sentences,
                                       std::span<const float> initial_states) const override;

 private:
  std::unique_ptr<const engine::Rollouts> rollouts_;
  LatentSampling sampling_;
};

}  // namespace lingan
