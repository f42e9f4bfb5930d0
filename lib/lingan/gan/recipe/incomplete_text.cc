#include <lingan/gan/recipe/incomplete_text.h>

#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {

double missing_share(const Recipe& recipe) {
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  if (strategy == nullptr || strategy->missing_share == nullptr) return 0;
  return strategy->missing_share(recipe.options);
}

bool takes_words_out(const Recipe& recipe) {
  return masking_of(recipe).has_value() || missing_share(recipe) > 0;
}

}  // namespace lingan
