/// A schedule of minutes in place of a recipe's own.
#pragma once

#include <string>
#include <vector>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// What to override in a recipe so that it trains in a minute or so on some thousand sentences: few
/// epochs of pretraining, few rounds on few fakes, few sentences to judge G by, and a D of few
/// representations. It shows that a recipe works and how it begins, not what it comes to.
/// @return `table.key=value`, for those keys alone whose value is larger in the recipe; as
/// load_recipe takes them.
std::vector<std::string> short_schedule(const Recipe& recipe);

}  // namespace lingan
