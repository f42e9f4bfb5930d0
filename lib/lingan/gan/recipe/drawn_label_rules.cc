#include <lingan/gan/recipe/drawn_label_rules.h>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/choice_of.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {
namespace {

bool takes_drawn_labels(const StrategyCard& card) { return card.traits.drawn_labels; }

/// What is wrong with labels that are drawn, where nothing tells them apart.
std::string problem_of_generator(const StrategyCard* strategy, const ObjectiveCard& objective) {
  if (strategy == nullptr) {
    return "generator.labels: without a strategy nobody tells drawn labels apart; set it to "
           "\"none\"";
  }
  if (!takes_drawn_labels(*strategy)) {
    return "generator.labels: the strategy " + quote_toml(strategy->name) +
           " draws no labels; set it to \"none\", or strategy.name = " +
           choice_of(strategies(), takes_drawn_labels);
  }
  if (objective.by_drawn_label) return "";
  return "objective.name: drawn labels need a D that tells them; set it to " +
         choice_of(objectives(), [](const auto& card) { return card.by_drawn_label; }) +
         ", or generator.labels = \"none\"";
}

/// What is wrong with a D that tells drawn labels, where there are none.
std::string problem_of_objective(const StrategyCard& strategy, const ObjectiveCard& objective) {
  if (!strategy.traits.has_discriminator || !objective.by_drawn_label) return "";
  return "objective.name: " + quote_toml(objective.name) + " is about the labels that G draws" +
         (takes_drawn_labels(strategy)
              ? "; set generator.labels = \"drawn\", or objective.name = \"non-saturating\""
              : ", and the strategy " + quote_toml(strategy.name) +
                    " draws none; set it to \"non-saturating\"");
}

}  // namespace

std::string drawn_label_problem(const Recipe& recipe) {
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  if (objective == nullptr) return "";
  if (draws_labels(recipe.generator)) return problem_of_generator(strategy, *objective);
  return strategy == nullptr ? "" : problem_of_objective(*strategy, *objective);
}

}  // namespace lingan
