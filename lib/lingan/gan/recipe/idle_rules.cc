#include <lingan/gan/recipe/idle_rules.h>

#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {

std::string never_idle(const Recipe&, bool) { return ""; }

std::string without_pretraining(const Recipe& recipe, bool) {
  return recipe.training.pretrain_epochs > 0 ? "" : "with training.pretrain_epochs = 0";
}

std::string without_adversary(const Recipe& recipe, bool) {
  if (recipe.strategy.empty()) return "with strategy.name = \"\", maximum likelihood only";
  return recipe.training.adversarial_steps > 0 ? "" : "with training.adversarial_steps = 0";
}

std::string without_samples(const Recipe& recipe, bool on_oracle) {
  return on_oracle ? "" : without_adversary(recipe, on_oracle);
}

std::string without_rewards(const Recipe& recipe, bool on_oracle) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  if (card == nullptr || !card->traits.pathwise) return without_adversary(recipe, on_oracle);
  return "with strategy.name = " + quote_toml(recipe.strategy) + ", which takes no rewards";
}

std::string strategy_without_steps(const Recipe& recipe, bool on_oracle) {
  return recipe.strategy.empty() ? "" : without_adversary(recipe, on_oracle);
}

std::string steps_without_strategy(const Recipe& recipe, bool on_oracle) {
  return recipe.training.adversarial_steps == 0 ? "" : without_adversary(recipe, on_oracle);
}

}  // namespace lingan
