/// Which recipes look at the labels of the text.
#pragma once

#include <span>
#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// Whether G, or D alone, looks at labels of the text; not where the generator draws its own.
bool uses_labels(const Recipe& recipe);

/// Whether G has or is told the label of a sentence that it writes.
bool writes_by_label(const Recipe& recipe);

/// Whether a sentence may lack a label for the recipe: D alone looks at labels, and learns from
/// those that are known.
bool takes_unlabelled(const Recipe& recipe);

/// The same of all recipes among some that look at labels.
bool take_unlabelled(std::span<const Recipe> recipes);

/// Whether a recipe's strategy chooses items, which are sentences of one token, and knows no text.
bool chooses_items(const Recipe& recipe);

/// @param recipes  one, or those that are compared.
/// @param given  the field of a text that gives labels, `labels` or `corpus_b`; empty: it has none.
/// @throws UsageError if a recipe needs labels and there are none, or no recipe looks at those that
/// are given.
void require_fitting_labels(std::span<const Recipe> recipes, const std::string& given);

}  // namespace lingan
