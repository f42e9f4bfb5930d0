/// One generator for all recipes of a comparison.
#pragma once

#include <span>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// Gives all recipes the generator of the first and its pretraining, so that they differ in what
/// comes after it: `[generator]` with the cell's own table, `[optimizer.likelihood]`, and the
/// epochs and patience of pretraining where a recipe has any. What a strategy needs of a generator
/// stays the recipe's: `output`, `distance`, `labels`, `source` and what latent codes are; a
/// point has no tied embeddings. A discriminator that reads the generator's embeddings becomes as
/// wide.
/// @throws UsageError if a recipe does not go together with that generator, naming both, or if two
/// recipes that differ train the same with it (same_training.h).
void share_generator(std::span<Recipe> recipes);

}  // namespace lingan
