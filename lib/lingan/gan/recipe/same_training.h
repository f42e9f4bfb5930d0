/// Recipes that train the same.
#pragma once

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// Whether all keys that have an effect have one value in both, but for what is said of a recipe:
/// its name, summary and paper. Runs of both, of one seed and one text, have the same weights then.
bool train_the_same(const Recipe& one, const Recipe& other);

}  // namespace lingan
