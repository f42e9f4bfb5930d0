#include <lingan/gan/recipe/source_rules.h>

#include <lingan/gan/recipe/choice_of.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>

namespace lingan {
namespace {

/// What keeps a sentence from having any source.
std::string reason(const Recipe& recipe) {
  if (recipe.generator.latent_width > 0) {
    return "a latent code sets the first state already (generator.latent_width)";
  }
  if (recipe.training.replaced_token_epochs > 0) {
    return "without their sources no tokens are replaced (training.replaced_token_epochs)";
  }
  const bool is_itself = rewrites(recipe);
  if (!is_itself && recipe.generator.labels != "none") {
    return "a sentence has a source or a label (generator.labels)";
  }
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  const auto takes = [is_itself](const StrategyCard& card) {
    return is_itself ? card.traits.rewrites : card.traits.sources && card.masking == nullptr;
  };
  if (strategy == nullptr || takes(*strategy)) return "";
  return "the strategy " + quote_toml(recipe.strategy) +
         (is_itself ? " does not write sentences again, as " : " knows no sources, as ") +
         choice_of(strategies(), takes) + " does";
}

/// What is wrong with a D that knows of holes.
std::string hole_problem(const Recipe& recipe) {
  const DiscriminatorOptions& d = recipe.discriminator;
  const bool reads_holes = has_discriminator(recipe) && d.kind == "recurrent" &&
                           d.own.get<RecurrentDiscriminatorOptions>().reads_holes;
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  if (!reads_holes || strategy->masking != nullptr) return "";
  return "discriminator.recurrent.reads_holes: the strategy " + quote_toml(recipe.strategy) +
         " takes no words out of sentences; set it to false, or strategy.name = " +
         choice_of(strategies(), [](const auto& card) { return card.masking != nullptr; });
}

}  // namespace

std::string source_problem(const Recipe& recipe) {
  if (std::string problem = hole_problem(recipe); !problem.empty()) return problem;
  if (!reads_sources(recipe)) return "";
  if (masking_of(recipe)) {  // what else does not fit is not for the strategy either
    return recipe.training.replaced_token_epochs == 0 ? ""
                                                      : "training.replaced_token_epochs: without "
                                                        "their sources no tokens are replaced; set "
                                                        "it to 0";
  }
  const std::string why = reason(recipe);
  if (why.empty() && rewrites(recipe) && recipe.generator.labels != "condition") {
    return "generator.labels: a sentence that is its own source is written again with another "
           "label; set it to \"condition\"";
  }
  return why.empty() ? "" : "generator.source: " + why + "; set it to \"none\"";
}

}  // namespace lingan
