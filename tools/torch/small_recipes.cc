#include "tools/torch/small_recipes.h"

#include <algorithm>

#include <lingan/base/notice.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/same_training.h>
#include <lingan/gan/recipe/short_schedule.h>
#include <lingan/gan/recipe/source_use.h>

#include "tools/torch/prepare_data.h"

namespace lingan::tools {
namespace {

/// What a recipe needs that the sentences do not have, as the end of "it needs"; empty: nothing.
std::string lack_of(const Recipe& recipe, const DataOptions& data) {
  if (chooses_items(recipe)) return "pairs of queries and items";
  if (uses_labels(recipe) && labels_given(data.text).empty()) return "a label of each sentence";
  if (draws_labels(recipe.generator) && data.text.corpus.empty()) return "text";
  if (needs_sources(recipe) && data.text.sources.empty()) return "a source of each sentence";
  if (reads_vectors(recipe) && data.text.vectors.empty()) return "word vectors";
  if (why_no_own_reward(recipe).empty()) return "a reward of your own";
  return "";
}

Recipe small_recipe(const Recipe& recipe, const std::vector<std::string>& settings) {
  std::vector<std::string> overrides = short_schedule(recipe);
  overrides.insert(overrides.end(), settings.begin(), settings.end());
  return load_recipe(recipe.name, overrides);
}

}  // namespace

std::vector<Recipe> small_recipes(const std::vector<std::string>& settings,
                                  const DataOptions& data) {
  std::vector<Recipe> recipes;
  for (const std::string& name : recipe_names()) {
    const Recipe shipped = load_recipe(name);
    const std::string lack = lack_of(shipped, data);
    if (!lack.empty()) {
      notice_once(name + " is left out: it needs " + lack);
      continue;
    }
    const Recipe recipe = small_recipe(shipped, settings);
    const auto same = std::ranges::find_if(
        recipes, [&](const Recipe& other) { return train_the_same(recipe, other); });
    if (same == recipes.end()) {
      recipes.push_back(recipe);
    } else {
      notice_once(name + " is left out: by a short schedule it trains as " + same->name + " does");
    }
  }
  return recipes;
}

}  // namespace lingan::tools
