/// Which recipes look at the labels of sentences.
#pragma once

#include <span>
#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

bool uses_labels(const Recipe& recipe);

/// @param recipes  one, or those that are compared.
/// @param given  the field of a text that gives labels, `labels` or `corpus_b`; empty: it has none.
/// @throws UsageError if a recipe needs labels and there are none, or no recipe looks at those that
/// are given.
void require_fitting_labels(std::span<const Recipe> recipes, const std::string& given);

}  // namespace lingan
