#include <lingan/gan/recipe/unusual_numbers.h>

#include <cmath>
#include <variant>

#include <lingan/gan/recipe/recipe_keys.h>

namespace lingan {
namespace {

bool is_unusual(double number) {
  const double size = std::abs(number);
  return size != 0 && (size > 1e6 || size < 1e-6);
}

}  // namespace

std::string unusual_numbers(const Recipe& recipe) {
  std::string list;
  Recipe copy = recipe;  // fields are given out so that they may be written
  for (const RecipeKey& key : recipe_keys()) {
    const auto* field = std::get_if<double& (*)(void*)>(&key.option.field);
    void* const options = key.options(copy);
    if (field == nullptr || !is_unusual((*field)(options))) continue;
    if (!key.why_idle(recipe, false).empty()) continue;
    list += (list.empty() ? "" : ", ") + key.path() + " = " + key.option.text(options);
  }
  return list;
}

}  // namespace lingan
