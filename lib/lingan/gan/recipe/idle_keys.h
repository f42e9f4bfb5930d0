/// Keys that a recipe does not look at: those of variants that it has not chosen, or of a phase
/// that it does not have.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// Recipes and what they are trained on.
struct RecipeUse {
  std::span<const Recipe> recipes;  ///< one, or those that are compared
  bool on_oracle = false;           ///< samples of an oracle; false: text
};

/// Why a key has no effect in any of the recipes, as the end of "has no effect WHY"; empty: it has,
/// or there is no such key.
/// @param path  `training.batch_size`.
std::string why_idle(std::string_view path, const RecipeUse& use);

/// Why a recipe takes no reward but D's, as the end of "has no effect WHY";
/// empty: it takes one.
std::string why_no_own_reward(const Recipe& recipe);

/// What is written in a recipe's file may be idle, since format_recipe writes every key; an
/// override is asked for on its own.
/// @throws UsageError for an override of a key without an effect.
void require_effect(std::span<const std::string> overrides, const RecipeUse& use);

}  // namespace lingan
