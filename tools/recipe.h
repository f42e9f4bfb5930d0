/// What `lingan recipe` is asked for.
#pragma once

#include <string>
#include <vector>

namespace lingan::tools {

struct RecipeOptions {
  std::string recipe;                 ///< name or file
  std::vector<std::string> settings;  ///< `table.key=value`, over the recipe's
};

/// Prints the recipes that ship, one a line.
void list_recipes();

/// Prints a recipe as TOML.
void show_recipe(const RecipeOptions& options);

}  // namespace lingan::tools
