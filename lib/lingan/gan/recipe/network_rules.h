/// What a recipe's strategy has against its networks.
#pragma once

#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// What is wrong with the generator and the discriminator for the strategy, or with the generator
/// for maximum likelihood alone, naming the key and a way out; empty: nothing.
std::string network_problem(const Recipe& recipe);

}  // namespace lingan
