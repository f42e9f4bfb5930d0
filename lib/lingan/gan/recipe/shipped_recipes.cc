#include <lingan/gan/recipe/shipped_recipes.h>

#include <filesystem>

#include <lingan/base/closest_name.h>
#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/gan/recipe/recipe.h>

namespace lingan {
namespace {

constexpr uint64_t kLargestFile = uint64_t{1} << 20;

const ShippedRecipe* find_shipped(std::string_view name) {
  for (const ShippedRecipe& recipe : shipped_recipes()) {
    if (recipe.name == name) return &recipe;
  }
  return nullptr;
}

std::string known_names() {
  std::string known;
  for (const ShippedRecipe& recipe : shipped_recipes()) {
    known += (known.empty() ? "" : ", ") + std::string(recipe.name);
  }
  return known;
}

}  // namespace

std::vector<std::string> recipe_names() {
  std::vector<std::string> names;
  for (const ShippedRecipe& recipe : shipped_recipes()) names.emplace_back(recipe.name);
  return names;
}

std::string_view recipe_text(std::string_view name) {
  if (const ShippedRecipe* recipe = find_shipped(name)) return recipe->text;
  throw UsageError("recipe '" + std::string(name) + "' is not known" +
                   did_you_mean(name, recipe_names()) + "; expected one of " + known_names() +
                   ", or a .toml file");
}

Recipe load_recipe(const std::string& name_or_path, std::span<const std::string> overrides) {
  if (const ShippedRecipe* recipe = find_shipped(name_or_path)) {
    return parse_recipe(recipe->text, "recipe " + name_or_path, overrides);
  }
  const bool is_path = name_or_path.find('/') != std::string::npos ||
                       name_or_path.ends_with(".toml") || std::filesystem::exists(name_or_path);
  if (!is_path) return parse_recipe(recipe_text(name_or_path), name_or_path, overrides);
  return parse_recipe(read_file(name_or_path, kLargestFile), name_or_path, overrides);
}

}  // namespace lingan
