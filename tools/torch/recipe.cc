/// The work of `lingan recipe`.
#include "tools/recipe.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include <lingan/gan/recipe/recipe.h>

#include "tools/terminal.h"

namespace lingan::tools {

void list_recipes() {
  std::vector<Recipe> recipes;
  size_t name_width = 4;
  for (const std::string& name : recipe_names()) {
    recipes.push_back(load_recipe(name));
    name_width = std::max(name_width, name.size());
  }
  std::string table;
  const auto row = [&](std::string_view name, std::string_view strategy, std::string_view objective,
                       std::string_view summary) {
    table +=
        fmt::format("{:<{}}  {:<15}  {:<18}  {}\n", name, name_width, strategy, objective, summary);
  };
  row("name", "strategy", "objective", "summary");
  for (const Recipe& recipe : recipes) {
    const bool adversarial = !recipe.strategy.empty();
    row(recipe.name, adversarial ? recipe.strategy : "-", adversarial ? recipe.objective.name : "-",
        recipe.summary);
  }
  write_stdout(table);
}

void show_recipe(const RecipeOptions& options) {
  write_stdout(format_recipe(load_recipe(options.recipe, options.settings)));
}

}  // namespace lingan::tools
