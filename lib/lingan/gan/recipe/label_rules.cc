#include <lingan/gan/recipe/label_rules.h>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/choice_of.h>
#include <lingan/gan/recipe/idle_rules.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/discriminator_cards.h>

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

/// Whether D tells the labels of what G writes by label.
bool tells(const ObjectiveCard& objective) {
  return objective.by_label && !objective.takes_unlabelled;
}

/// What keeps D from being told the labels, as the recipe would have it.
std::string condition_problem(const Recipe& recipe, const ObjectiveCard& objective) {
  if (!objective.takes_condition) {
    return "objective.name: by " + quote_toml(objective.name) +
           " D does not learn what real sentences of a label are like; set it to " +
           choice_of(objectives(), tells) + ", or one of which D is told labels, as " +
           "\"non-saturating\"";
  }
  if (!judges_tokens(recipe.discriminator)) return "";
  return "objective.name: a D that is told labels judges sentences; set it to " +
         choice_of(objectives(), tells) + ", or " +
         std::string(to_judge_sentences(recipe.discriminator));
}

/// An objective by which the strategy moves G, too, and which D's part in labels is not for.
std::string mutation_problem(const Recipe& recipe, const ObjectiveCard& objective) {
  for (const ObjectiveCard& other : objectives()) {
    if (!reads_objective(recipe, other.name)) continue;
    if (tells(objective) ? tells(other) : other.takes_condition) continue;
    return "objective.name: with " + quote_toml(objective.name) + " D " +
           (tells(objective) ? "tells the labels" : "is told the labels") + ", and " +
           quote_toml(other.name) + ", by which G learns, too, does not go by that; take it out";
  }
  return "";
}

}  // namespace

std::string label_problem(const Recipe& recipe) {
  const std::string& labels = recipe.generator.labels;
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  if (strategy == nullptr || objective == nullptr || draws_labels(recipe.generator)) return "";
  if (labels == "none") {
    const bool lacks_labels = has_discriminator(recipe) && tells(*objective);
    return lacks_labels ? without_labels(*strategy, *objective) : "";
  }
  if (std::string problem = strategy_problem(*strategy, labels); !problem.empty()) return problem;
  if (labels == "condition" && strategy->traits.pathwise && !tells(*objective)) {
    if (std::string problem = condition_problem(recipe, *objective); !problem.empty()) {
      return problem;
    }
  } else if (!tells(*objective)) {
    return "objective.name: generators of labels need a D that tells labels; set it to "
           "\"classes\"";
  }
  if (std::string problem = mutation_problem(recipe, *objective); !problem.empty()) return problem;
  return labels == "condition" || recipe.discriminator.embeddings == "own"
             ? ""
             : "discriminator.embeddings: there is a generator for each label; set it to \"own\"";
}

}  // namespace lingan
