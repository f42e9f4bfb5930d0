#include <lingan/gan/recipe/idle_rules.h>

#include <lingan/gan/recipe/round.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {

std::string never_idle(const Recipe&, bool) { return ""; }

std::string without_pretraining(const Recipe& recipe, bool) {
  return recipe.training.pretrain_epochs > 0 ? "" : "with training.pretrain_epochs = 0";
}

std::string without_adversary(const Recipe& recipe, bool) {
  if (recipe.strategy.empty()) return "with strategy.name = \"\", maximum likelihood only";
  return recipe.training.adversarial_rounds > 0 ? "" : "with training.adversarial_rounds = 0";
}

std::string without_discriminator(const Recipe& recipe, bool on_oracle) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  if (card == nullptr || card->traits.has_discriminator)
    return without_adversary(recipe, on_oracle);
  return "with strategy.name = " + quote_toml(recipe.strategy) + ", which has no discriminator";
}

std::string without_likelihood(const Recipe& recipe, bool on_oracle) {
  const bool is_move = without_adversary(recipe, on_oracle).empty() &&
                       has_move(parse_round(recipe.training.round), Move::Kind::kLikelihood);
  return is_move ? "" : without_pretraining(recipe, on_oracle);
}

std::string without_samples(const Recipe& recipe, bool on_oracle) {
  return on_oracle ? "" : without_adversary(recipe, on_oracle);
}

std::string without_rewards(const Recipe& recipe, bool on_oracle) {
  const StrategyCard* card = card_named(strategies(), recipe.strategy);
  const bool takes_none =
      card != nullptr && (card->traits.pathwise || !card->traits.has_discriminator);
  if (!takes_none) return without_adversary(recipe, on_oracle);
  return "with strategy.name = " + quote_toml(recipe.strategy) + ", which takes no rewards";
}

std::string strategy_without_steps(const Recipe& recipe, bool on_oracle) {
  return recipe.strategy.empty() ? "" : without_adversary(recipe, on_oracle);
}

std::string steps_without_strategy(const Recipe& recipe, bool on_oracle) {
  return recipe.training.adversarial_rounds == 0 ? "" : without_adversary(recipe, on_oracle);
}

}  // namespace lingan
