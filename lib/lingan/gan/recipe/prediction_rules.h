/// Players against whose predicted weights the other plays: Yadav et al. 2018.
#pragma once

#include <string>
#include <string_view>

#include <lingan/gan/recipe/recipe.h>

namespace lingan {

/// Whether a player's weights are predicted.  @param player  "generator" or "discriminator".
bool predicts(const Recipe& recipe, std::string_view player);

/// Of training.prediction, as WhyIdle: neither player has another to move against where D is
/// not there, or no round moves it.
std::string why_prediction_idle(const Recipe& recipe, bool on_oracle);

/// What is wrong with the predictions of a recipe, naming the key; empty: nothing.
std::string prediction_problem(const Recipe& recipe);

}  // namespace lingan
