/// What fits a discriminator that gives energies.
#pragma once

#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// What is wrong with a discriminator that gives energies, or with an objective of them, naming the
/// key; empty: nothing.
std::string energy_problem(const Recipe& recipe);

}  // namespace lingan
