#include <fmt/format.h>

#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/recipe/recipe_keys.h>

namespace lingan {

std::string format_recipe(const Recipe& recipe) {
  Recipe copy = recipe;  // keys point into a recipe that may be written
  std::string text;
  std::string_view table;
  for (const auto& [key_table, option, options, why_idle] : recipe_keys()) {
    if (key_table != table) {
      table = key_table;
      text += fmt::format("\n[{}]\n", table);
    }
    text += fmt::format("# {}: {}.\n", option.meaning, option.allowed());
    text += fmt::format("{} = {}\n", option.name, option.text(options(copy)));
  }
  return text;
}

}  // namespace lingan
