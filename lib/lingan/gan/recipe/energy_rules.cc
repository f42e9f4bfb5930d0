#include <lingan/gan/recipe/energy_rules.h>

#include <span>
#include <string_view>

#include <lingan/base/option_key.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/model/discriminator_cards.h>

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

/// The cards of which something holds, as `one of A, B`.
template <class C>
std::string one_of(std::span<const C> cards, bool C::*holds) {
  std::string names;
  for (const C& card : cards) {
    if (card.*holds) names += (names.empty() ? "" : ", ") + std::string(card.name);
  }
  return "one of " + names;
}

}  // namespace

std::string energy_problem(const Recipe& recipe) {
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  const DiscriminatorCard* d = card_named(discriminators(), recipe.discriminator.kind);
  if (objective == nullptr || d == nullptr) return "";
  const std::string name = quote_toml(objective->name), kind = quote_toml(d->name);
  if (objective->takes_energy && !d->gives_energy) {
    return "objective.name: " + name + " is of energies, and discriminator.kind = " + kind +
           " gives none; set discriminator.kind to " +
           one_of(discriminators(), &DiscriminatorCard::gives_energy) + ", or another objective";
  }
  if (!objective->takes_energy && d->gives_energy) {
    return "discriminator.kind: " + kind + " gives energies, and objective.name = " + name +
           " is not of them; set objective.name to " +
           one_of(objectives(), &ObjectiveCard::takes_energy) + ", or another kind";
  }
  if (!d->gives_energy || vectors_stay(recipe)) return "";
  return "discriminator.embeddings: " + kind +
         " reconstructs vectors, which would come to be all alike if training moved them; set it "
         "to \"own\" or \"frozen-vectors\", or generator.embeddings to \"frozen-vectors\"";
}

}  // namespace lingan
