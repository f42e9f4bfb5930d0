/// Generators of which each sentence has one.
#pragma once

#include <memory>
#include <span>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/model/generators/generator.h>

namespace lingan {

/// What draws each sentence from one of the generators, by chance, from its beginning to its end,
/// and tells its likelihood under the mixture of all. The numbers of the generators stand where
/// labels of sentences do.
/// @param generators  >= 1, of one vocabulary, without labels or sources.
std::unique_ptr<engine::Rollouts> mixture_rollouts(
    std::span<const std::shared_ptr<Generator>> generators, const SpecialTokens& specials,
    engine::Precision precision = engine::Precision::kFloat32);

}  // namespace lingan
