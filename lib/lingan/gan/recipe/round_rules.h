/// What a recipe's strategy has against the moves of its rounds.
#pragma once

#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// What is wrong with `training.round`, in one line with a way out; empty: nothing.
std::string round_problem(const Recipe& recipe);

}  // namespace lingan
