/// Generators that write together.
#pragma once

#include <memory>
#include <span>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/generators/generator.h>

namespace lingan {

/// What samples and scores by the mean of the generators' next-token probabilities, with copies of
/// their weights, on the CPU.
/// @param generators  >= 1, of one vocabulary.
/// @param temperature  of the mean: engine::EnsembleRollouts.
/// @throws UsageError if one of them has no likelihood, a latent code, labels or sources.
std::unique_ptr<engine::Rollouts> ensemble_rollouts(
    std::span<const std::shared_ptr<Generator>> generators, const SpecialTokens& specials,
    double temperature = 1.0);

}  // namespace lingan
