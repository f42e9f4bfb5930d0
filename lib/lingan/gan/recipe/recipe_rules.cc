#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/recipe_keys.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/model/discriminator_cards.h>
#include <lingan/model/generator_cards.h>

namespace lingan {
namespace {

/// What the card of a chosen variant has against its options.
template <AnyCard C>
std::string problem_of(std::span<const C> cards, std::string_view name, const OptionSet& options) {
  const C* card = card_named(cards, name);
  const bool has_rules = card != nullptr && card->options.problem != nullptr;
  return has_rules ? card->options.problem(options) : "";
}

}  // namespace

std::string combination_problem(const Recipe& recipe) {
  const GeneratorOptions& g = recipe.generator;
  const DiscriminatorOptions& d = recipe.discriminator;
  for (const std::string& problem :
       {generator_problem(g), problem_of(generators(), g.cell, g.own), discriminator_problem(d),
        problem_of(discriminators(), d.kind, d.own),
        problem_of(strategies(), recipe.strategy, recipe.options),
        problem_of(objectives(), recipe.objective, recipe.options)}) {
    if (!problem.empty()) return problem;
  }
  return "";
}

}  // namespace lingan
