/// The pretraining of a recipe by itself: where its adversarial phase starts.
#pragma once

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// The recipe without its adversarial phase, named NAME.start.
Recipe pretraining_of(const Recipe& recipe);

/// Whether runs of both, of one seed and one text, are in the same state when pretraining ends, and
/// have logged the same.
/// @param on_oracle  the data are an oracle's: pretraining then measures samples, too.
bool pretrain_the_same(const Recipe& one, const Recipe& other, bool on_oracle);

}  // namespace lingan
