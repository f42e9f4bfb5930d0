#include <lingan/gan/recipe/energy_rules.h>

#include <lingan/base/option_key.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/choice_of.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminators/discriminator_cards.h>

namespace lingan {
namespace {

/// Whether no training moves the vectors that D reads.
bool vectors_stay(const Recipe& recipe) {
  const GeneratorOptions& g = recipe.generator;
  if (recipe.discriminator.embeddings != "generator") {
    return recipe.discriminator.embeddings != "vectors";
  }
  return g.embeddings == "frozen-vectors" || g.output == "point";
}

/// Whether the strategy takes an objective of energies, as its options and the labels are.
bool takes(const Recipe& recipe, const ObjectiveCard& objective) {
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  return objective.takes_energy && recipe.generator.labels == "none" &&
         (strategy == nullptr || strategy->objective_problem == nullptr ||
          strategy->objective_problem(recipe.options, objective).empty());
}

/// Whether the strategy lets D read other vectors than the generator's.
bool may_have_own_vectors(const Recipe& recipe) {
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  if (strategy == nullptr || strategy->network_problem == nullptr) return true;
  DiscriminatorOptions own = recipe.discriminator;
  own.embeddings = "own";
  return strategy->network_problem(recipe.options, recipe.generator, own).empty();
}

}  // namespace

std::string energy_problem(const Recipe& recipe) {
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  const DiscriminatorCard* d = card_named(discriminators(), recipe.discriminator.kind);
  if (objective == nullptr || d == nullptr) return "";
  const std::string name = quote_toml(objective->name), kind = quote_toml(d->name);
  if (objective->takes_energy && !d->gives_energy) {
    return "objective.name: " + name + " is of energies, and discriminator.kind = " + kind +
           " gives none; set " +
           (takes(recipe, *objective)
                ? "discriminator.kind = " +
                      choice_of(discriminators(),
                                [](const auto& card) { return card.gives_energy; }) +
                      ", or "
                : "") +
           "objective.name = \"non-saturating\"";
  }
  if (!objective->takes_energy && d->gives_energy) {
    const std::string others =
        choice_of(objectives(), [&](const auto& card) { return takes(recipe, card); });
    return "discriminator.kind: " + kind + " gives energies, and objective.name = " + name +
           " is not of them; set " +
           (others.empty() ? "" : "objective.name = " + others + ", or ") +
           "discriminator.kind = \"cnn\"";
  }
  if (!d->gives_energy || vectors_stay(recipe)) return "";
  return "discriminator.embeddings: " + kind +
         " reconstructs vectors, which would come to be all alike if training moved them; set " +
         (may_have_own_vectors(recipe) ? "it to \"own\" or \"frozen-vectors\", or " : "") +
         "generator.embeddings = \"frozen-vectors\"";
}

}  // namespace lingan
