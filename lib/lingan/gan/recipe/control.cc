#include <lingan/gan/recipe/control.h>

#include <algorithm>
#include <utility>
#include <variant>

#include <lingan/gan/recipe/idle_rules.h>
#include <lingan/gan/recipe/recipe_keys.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/recipe/round_text.h>

namespace lingan {
namespace {

/// The chosen strategy's key that deals D's judgements out anew; null: it has none.
const RecipeKey* shuffle_key(const Recipe& recipe) {
  const std::string prefix = "strategy." + recipe.strategy + ".shuffle_";
  const auto key = std::ranges::find_if(
      recipe_keys(), [&](const RecipeKey& one) { return one.path().starts_with(prefix); });
  return key == recipe_keys().end() ? nullptr : &*key;
}

/// @param recipe  becomes the control.  @return why it does not; empty: it does.
std::string shuffle(Recipe& recipe, const RecipeKey& key) {
  const std::string idle = key.why_idle(recipe, false);
  if (!idle.empty()) return key.path() + " has no effect " + idle;
  bool& shuffles = std::get<bool& (*)(void*)>(key.option.field)(key.options(recipe));
  if (shuffles) return key.path() + " = true: it is a control itself";
  shuffles = true;
  recipe.summary = "control: D's judgements are dealt out anew among the sentences of a batch";
  return "";
}

/// The same.
std::string freeze(Recipe& recipe) {
  const std::string round = round_without(recipe.training.round, "discriminator");
  if (round == recipe.training.round) return "its rounds have no move of the discriminator";
  recipe.training.round = round;
  recipe.summary = "control: D stays as it was when the adversarial phase began";
  return "";
}

}  // namespace

Control control_of(const Recipe& recipe) {
  if (!without_adversary(recipe, false).empty()) return {};
  if (!has_discriminator(recipe)) return {.why_none = "its strategy has no discriminator"};
  Recipe control = recipe;
  const RecipeKey* key = shuffle_key(recipe);
  std::string why_none = key != nullptr ? shuffle(control, *key) : freeze(control);
  if (why_none.empty()) why_none = combination_problem(control);
  if (!why_none.empty()) return {.why_none = why_none};
  control.name = recipe.name + ".control";
  control.paper.clear();
  return {.recipe = std::move(control)};
}

}  // namespace lingan
