/// Rounds of the discriminator between the epochs of pretraining.
#pragma once

#include <cstdint>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// Whether D learns between the epochs of pretraining.
bool interleaves(const Recipe& recipe);

/// Rounds of D right before an epoch.  @param epoch  from 0.
int64_t interleaved_rounds_at(const Recipe& recipe, int64_t epoch);

/// Rounds of D before those of an epoch: of `pretrain_epochs`, of all pretraining.
int64_t interleaved_rounds_before(const Recipe& recipe, int64_t epoch);

}  // namespace lingan
