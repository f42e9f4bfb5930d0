#include <lingan/gan/recipe/same_training.h>

#include <algorithm>

#include <lingan/gan/recipe/recipe_keys.h>

namespace lingan {

bool train_the_same(const Recipe& one, const Recipe& other) {
  Recipe a = one, b = other;  // keys point into a recipe that may be written
  return std::ranges::all_of(recipe_keys(), [&](const RecipeKey& key) {
    if (key.table.empty()) return true;
    const bool is_idle = !key.why_idle(a, true).empty() && !key.why_idle(b, true).empty();
    return is_idle || key.option.text(key.options(a)) == key.option.text(key.options(b));
  });
}

}  // namespace lingan
