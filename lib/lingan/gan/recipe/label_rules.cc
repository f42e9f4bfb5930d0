#include <lingan/gan/recipe/label_rules.h>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/choice_of.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/generators/labelled_sources.h>

namespace lingan {
namespace {

/// What a strategy has against a use of labels.
std::string strategy_problem(const StrategyCard& strategy, const std::string& labels) {
  const std::string_view takes = strategy.traits.labels;
  if (takes == labels) return "";
  return "generator.labels: the strategy " + quote_toml(strategy.name) +
         (takes == "none"
              ? " knows no labels; set it to \"none\""
              : " does not take " + quote_toml(labels) + "; set it to " + quote_toml(takes)) +
         ", or strategy.name = " +
         choice_of(strategies(), [&](const auto& card) { return card.traits.labels == labels; });
}

/// What an objective of labels has against a generator that knows none.
std::string without_labels(const StrategyCard& strategy, const ObjectiveCard& objective) {
  const std::string_view takes = strategy.traits.labels;
  return "objective.name: " + quote_toml(objective.name) + " is about the labels of sentences" +
         (takes == "none" ? ", which the strategy " + quote_toml(strategy.name) +
                                " does not know; set it to \"non-saturating\""
                          : "; set generator.labels = " + quote_toml(takes) +
                                ", or objective.name = \"non-saturating\"");
}

/// What keeps D from being told the labels, as the recipe would have it.
std::string condition_problem(const Recipe& recipe, const ObjectiveCard& objective) {
  if (!objective.takes_condition) {
    return "objective.name: by " + quote_toml(objective.name) +
           " D does not learn what real sentences of a label are like; set it to " +
           choice_of(objectives(), tells_labels) + ", or one of which D is told labels, as " +
           "\"non-saturating\"";
  }
  if (!judges_tokens(recipe.discriminator)) return "";
  return "generator.labels: D is told the labels of sentences, and the discriminator judges "
         "tokens; "
         "set " +
         std::string(to_judge_sentences(recipe.discriminator));
}

}  // namespace

std::string label_problem(const Recipe& recipe) {
  const std::string& labels = recipe.generator.labels;
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  if (strategy == nullptr || objective == nullptr || draws_labels(recipe.generator)) return "";
  if (labels == "none") {
    const bool lacks_labels = has_discriminator(recipe) && tells_labels(*objective);
    return lacks_labels ? without_labels(*strategy, *objective) : "";
  }
  if (std::string problem = strategy_problem(*strategy, labels); !problem.empty()) return problem;
  if (reads_labelled_sources(recipe.generator)) return "";  // D is told them with the sources
  if (labels == "condition" && strategy->traits.pathwise && !tells_labels(*objective)) {
    if (std::string problem = condition_problem(recipe, *objective); !problem.empty()) {
      return problem;
    }
  } else if (!tells_labels(*objective) && has_discriminator(recipe)) {
    return "objective.name: generators of labels need a D that tells labels; set it to "
           "\"classes\"";
  }
  return labels == "condition" || recipe.discriminator.embeddings == "own"
             ? ""
             : "discriminator.embeddings: there is a generator for each label; set it to \"own\"";
}

}  // namespace lingan
