/// The recipes of tools/recipes, compiled in: cmake/LinganRecipes.cmake writes the definition.
#pragma once

#include <span>
#include <string_view>

namespace lingan {

struct ShippedRecipe {
  std::string_view name;
  std::string_view text;  ///< the file
};

/// By name.
std::span<const ShippedRecipe> shipped_recipes();

}  // namespace lingan
