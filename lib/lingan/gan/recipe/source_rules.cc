#include <lingan/gan/recipe/source_rules.h>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/choice_of.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>
#include <lingan/model/discriminators/source_condition_options.h>

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
  const std::string& labels = recipe.generator.labels;
  if (labels != "none" && labels != "condition") {
    return "with their sources sentences have no labels but \"condition\" (generator.labels)";
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

std::string source_condition_problem(const Recipe& recipe) {
  if (!has_discriminator(recipe) || !needs_sources(recipe)) return "";
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  if (objective == nullptr) return "";
  if (objective->by_label) {
    return "objective.name: by " + quote_toml(recipe.objective) +
           " D tells the labels of sentences, and of those with sources it tells none; set it to "
           "\"non-saturating\"";
  }
  const DiscriminatorOptions& d = recipe.discriminator;
  if (!d.own.get<SourceConditionOptions>().reads_sources) return "";
  const std::string or_false = ", or discriminator.reads_sources = false";
  if (!reads_key(d, "reads_sources")) {
    return "discriminator.kind: " + quote_toml(d.kind) + " reads no sources; set it to \"cnn\"" +
           or_false;
  }
  if (judges_tokens(d)) {
    return "discriminator.reads_sources: sentences are judged by their sources, and the "
           "discriminator judges tokens; set it to false, or " +
           std::string(to_judge_sentences(d));
  }
  if (objective->takes_condition) return "";
  return "objective.name: by " + quote_toml(recipe.objective) +
         " D does not learn what goes with a source; set it to \"non-saturating\"" + or_false;
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
