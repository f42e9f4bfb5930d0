/// Whether recipes and word vectors go together.
#pragma once

#include <span>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// @param recipes  one, or those that are compared.
/// @param are_given  there are word vectors.
/// @throws UsageError if a recipe needs word vectors and there are none, naming its key, or no
/// recipe looks at those that are given, naming the keys that could.
void require_fitting_vectors(std::span<const Recipe> recipes, bool are_given);

}  // namespace lingan
