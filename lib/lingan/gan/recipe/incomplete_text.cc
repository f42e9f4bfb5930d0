#include <lingan/gan/recipe/incomplete_text.h>

#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {

double missing_share(const Recipe& recipe) {
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  if (strategy == nullptr || strategy->missing_share == nullptr) return 0;
  return strategy->missing_share(recipe.options);
}

}  // namespace lingan
