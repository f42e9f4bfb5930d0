/// Rules between a generator that draws its labels and all that must know them.
#pragma once

#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// What is wrong with a recipe whose generator draws labels, or whose D is to tell such labels,
/// naming the key; empty: nothing.
std::string drawn_label_problem(const Recipe& recipe);

}  // namespace lingan
