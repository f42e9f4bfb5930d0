/// Which recipes look at the labels of sentences.
#pragma once

#include <span>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

bool uses_labels(const Recipe& recipe);

/// @param recipes  one, or those that are compared.
/// @param are_given  the text has labels.
/// @throws UsageError if a recipe needs labels and there are none, or no recipe looks at those that
/// are given.
void require_fitting_labels(std::span<const Recipe> recipes, bool are_given);

}  // namespace lingan
