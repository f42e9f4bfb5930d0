/// Controls: what the adversarial phase brings without D's judgement.
#pragma once

#include <optional>
#include <string>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// The control of a recipe.
struct Control {
  std::optional<Recipe> recipe = {};
  std::string why_none = {};  ///< in one line; empty without an adversarial phase, which needs none
};

/// The recipe with the same phase, named NAME.control, in which D's judgement is not that of the
/// sentences. A strategy that takes the judgements as numbers has a key `shuffle_...`, which deals
/// them out anew among the sentences of a batch; under any other, D stays as it was when the phase
/// began, before which it is pretrained as in the recipe.
Control control_of(const Recipe& recipe);

}  // namespace lingan
