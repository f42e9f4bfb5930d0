#include <lingan/gan/recipe/shipped_recipes.h>

#include <lingan/base/card.h>
#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/input.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

constexpr uint64_t kLargestFile = uint64_t{1} << 20;

}  // namespace

std::vector<std::string> recipe_names() { return card_names(shipped_recipes()); }

std::string_view recipe_text(std::string_view name) {
  if (const ShippedRecipe* recipe = card_named(shipped_recipes(), name)) return recipe->text;
  throw UsageError(unknown_name("recipe", name, recipe_names()) + ", or a .toml file");
}

Recipe load_recipe(const std::string& name_or_path, std::span<const std::string> overrides) {
  if (const ShippedRecipe* recipe = card_named(shipped_recipes(), name_or_path)) {
    return parse_recipe(recipe->text, "recipe " + name_or_path, overrides);
  }
  const bool is_path = names_input(name_or_path) || name_or_path.ends_with(".toml");
  if (!is_path) return parse_recipe(recipe_text(name_or_path), name_or_path, overrides);
  const std::string text = read_file(name_or_path, kLargestFile);
  if (is_blank(text)) {
    throw InputError("is empty; a recipe has a name and keys", input_name(name_or_path));
  }
  return parse_recipe(text, input_name(name_or_path), overrides);
}

}  // namespace lingan
