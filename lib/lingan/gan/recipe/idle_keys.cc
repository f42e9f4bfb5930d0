#include <lingan/gan/recipe/idle_keys.h>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/recipe_keys.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {

std::string why_idle(std::string_view path, const RecipeUse& use) {
  for (const RecipeKey& key : recipe_keys()) {
    if (key.path() != path) continue;
    std::string first;
    for (const Recipe& recipe : use.recipes) {
      const std::string why = key.why_idle(recipe, use.on_oracle);
      if (why.empty()) return "";
      if (first.empty()) first = why;
    }
    return first;
  }
  return "";
}

std::string why_no_own_reward(const Recipe& recipe) {
  std::string first;
  for (const StrategyCard& card : strategies()) {
    if (card.own_reward_key.empty()) continue;
    const std::string path =
        std::string(card.options.name) + "." + std::string(card.own_reward_key);
    const std::string why = why_idle(path, {{&recipe, 1}});
    if (why.empty()) return "";
    if (first.empty()) first = why;
  }
  return first;
}

void require_effect(std::span<const std::string> overrides, const RecipeUse& use) {
  for (const std::string& text : overrides) {
    const std::string path = text.substr(0, text.find('='));
    const std::string why = why_idle(path, use);
    if (!why.empty()) throw UsageError("`overrides` " + text + ": has no effect " + why);
  }
}

}  // namespace lingan
