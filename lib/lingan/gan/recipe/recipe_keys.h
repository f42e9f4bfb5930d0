/// The keys of recipes: one table that parsing, formatting and help read.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include <lingan/base/option_key.h>
#include <lingan/gan/recipe/idle_rules.h>
#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// One key.
struct RecipeKey {
  std::string_view table;  ///< "" at the top, "training", "strategy.policy-gradient", ...
  OptionKey option;
  std::function<void*(Recipe&)> options;  ///< the struct that the option is a field of
  WhyIdle why_idle;                       ///< whether it has an effect: see idle_keys.h

  /// "training.batch_size".
  std::string path() const;
};

/// All keys, those of variants included, in the order in which they are written; keys of one table
/// are together.
std::span<const RecipeKey> recipe_keys();

}  // namespace lingan
