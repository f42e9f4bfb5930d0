#include <lingan/gan/recipe/source_rules.h>

#include <lingan/gan/recipe/choice_of.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>

namespace lingan {
namespace {

/// What keeps a sentence from being its own source, naming the key; empty: nothing.
std::string own_source_problem(const Recipe& recipe) {
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  if (strategy != nullptr && !strategy->traits.rewrites) {
    return "generator.source: the strategy " + quote_toml(recipe.strategy) +
           " does not write sentences again, as " +
           choice_of(strategies(), [](const auto& card) { return card.traits.rewrites; }) +
           " does; set it to \"none\"";
  }
  const std::string because = ": a sentence that is its own source ";
  if (recipe.generator.labels != "condition") {
    return "generator.labels" + because + "is written again with another label; set it to " +
           quote_toml("condition");
  }
  if (recipe.generator.latent_width > 0) {
    return "generator.latent_width" + because + "sets the first state already; set it to 0";
  }
  return recipe.training.replaced_token_epochs == 0
             ? ""
             : "training.replaced_token_epochs" + because + "has no tokens replaced; set it to 0";
}

/// What keeps a sentence from having a source of the text.
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
  const auto takes = [](const StrategyCard& card) {
    return card.traits.sources && card.masking == nullptr;
  };
  if (strategy == nullptr || takes(*strategy)) return "";
  return "the strategy " + quote_toml(recipe.strategy) + " knows no sources, as " +
         choice_of(strategies(), takes) + " does";
}

}  // namespace

std::string source_problem(const Recipe& recipe) {
  if (!reads_sources(recipe)) return "";
  if (rewrites(recipe)) return own_source_problem(recipe);
  if (masking_of(recipe)) {  // what else does not fit is not for the strategy either
    return recipe.training.replaced_token_epochs == 0 ? ""
                                                      : "training.replaced_token_epochs: without "
                                                        "their sources no tokens are replaced; set "
                                                        "it to 0";
  }
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  // Which says itself what it is to be.
  if (strategy != nullptr && strategy->traits.rewrites) return "";
  const std::string why = reason(recipe);
  return why.empty() ? "" : "generator.source: " + why + "; set it to \"none\"";
}

std::string hole_problem(const Recipe& recipe) {
  const DiscriminatorOptions& d = recipe.discriminator;
  const bool reads_holes = has_discriminator(recipe) && d.kind == "recurrent" &&
                           d.own.get<RecurrentDiscriminatorOptions>().reads_holes;
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  if (!reads_holes || strategy->masking != nullptr) return "";
  return "discriminator.recurrent.reads_holes: the strategy " + quote_toml(recipe.strategy) +
         " takes no words out of sentences; set it to false";
}

}  // namespace lingan
