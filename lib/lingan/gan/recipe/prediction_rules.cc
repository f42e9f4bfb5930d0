#include <lingan/gan/recipe/prediction_rules.h>

#include <lingan/base/option_key.h>
#include <lingan/gan/recipe/idle_rules.h>
#include <lingan/gan/recipe/round_text.h>

namespace lingan {

bool predicts(const Recipe& recipe, std::string_view player) {
  const std::string& prediction = recipe.training.prediction;
  return (prediction == player || prediction == "both") &&
         why_prediction_idle(recipe, false).empty();
}

std::string why_prediction_idle(const Recipe& recipe, bool on_oracle) {
  std::string why = without_discriminator(recipe, on_oracle);
  const std::string& round = recipe.training.round;
  if (!why.empty() || round_without(round, "discriminator") != round) return why;
  return "with training.round = " + quote_toml(round) + ", which has no move of the discriminator";
}

/// G cannot play against two sets of weights at once.
std::string prediction_problem(const Recipe& recipe) {
  const bool is_averaged = recipe.optimizers.discriminator.average > 0;
  if (!is_averaged || !predicts(recipe, "discriminator")) return "";
  const bool of_both = recipe.training.prediction == "both";
  return "training.prediction: the generator plays against the average of D's weights already "
         "(optimizer.discriminator.average); set it to " +
         quote_toml(of_both ? "generator" : "none") + ", or optimizer.discriminator.average = 0.0";
}

}  // namespace lingan
