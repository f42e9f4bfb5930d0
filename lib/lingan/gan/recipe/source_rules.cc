#include <lingan/gan/recipe/source_rules.h>

#include <lingan/gan/recipe/choice_of.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

/// What keeps a sentence from having a source.
std::string reason(const Recipe& recipe) {
  if (recipe.generator.labels != "none") {
    return "a sentence has a source or a label (generator.labels)";
  }
  if (recipe.generator.latent_width > 0) {
    return "a latent code sets the first state already (generator.latent_width)";
  }
  if (recipe.training.replaced_token_epochs > 0) {
    return "without their sources no tokens are replaced (training.replaced_token_epochs)";
  }
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  if (strategy == nullptr || strategy->traits.sources) return "";
  return "the strategy " + quote_toml(recipe.strategy) + " knows no sources, as " +
         choice_of(strategies(), [](const auto& card) { return card.traits.sources; }) + " does";
}

}  // namespace

std::string source_problem(const Recipe& recipe) {
  if (!reads_sources(recipe)) return "";
  const std::string why = reason(recipe);
  return why.empty() ? "" : "generator.source: " + why + "; set it to \"none\"";
}

}  // namespace lingan
