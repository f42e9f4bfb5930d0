/// What to look at first in a recipe whose training diverged.
#pragma once

#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// The keys with an effect whose number, not 0, is above a million or below a millionth, as
/// "strategy.taylor.entropy_bonus = 1e+30, ..."; empty: there are none.
std::string unusual_numbers(const Recipe& recipe);

}  // namespace lingan
