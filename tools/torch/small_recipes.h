/// `lingan compare --recipes all-small`.
#pragma once

#include <string>
#include <vector>

#include <lingan/gan/recipe/recipe.h>

#include "tools/data_options.h"

namespace lingan::tools {

/// Every recipe that ships and that the sentences suit, with a short schedule
/// (gan/recipe/short_schedule.h); of those that then train the same, the first.
/// @param settings  `table.key=value`, which hold over the short schedule; in each recipe those
/// that it has an effect in.  A notice says of each of the others why it is left out.
std::vector<Recipe> small_recipes(const std::vector<std::string>& settings,
                                  const DataOptions& data);

}  // namespace lingan::tools
