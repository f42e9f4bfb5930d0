/// The rules between the keys of a recipe.
#pragma once

#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// Whether a discriminator is made; else its table, and the objective, are not looked at.
bool has_discriminator(const Recipe& recipe);

/// What no single key shows: why options of the chosen variants do not fit together, naming the
/// keys; empty: they do.
std::string combination_problem(const Recipe& recipe);

}  // namespace lingan
