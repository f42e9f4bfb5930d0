#include <lingan/gan/recipe/vector_use.h>

#include <algorithm>
#include <array>
#include <string>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/recipe_rules.h>

namespace lingan {
namespace {

/// A key that says what a network's embeddings begin with.
struct Choice {
  std::string_view key;
  std::string& (*of)(Recipe&);
  bool (*has_network)(const Recipe&);
};

constexpr std::array kChoices = {
    Choice{.key = "generator.embeddings",
           .of = [](Recipe& recipe) -> std::string& { return recipe.generator.embeddings; },
           .has_network = [](const Recipe&) { return true; }},
    Choice{.key = "discriminator.embeddings",
           .of = [](Recipe& recipe) -> std::string& { return recipe.discriminator.embeddings; },
           .has_network = has_discriminator},
};

/// The key that has a recipe begin with word vectors; null: none.
const Choice* made_choice(Recipe recipe) {
  const auto made = std::ranges::find_if(kChoices, [&](const Choice& choice) {
    return choice.has_network(recipe) && choice.of(recipe).ends_with("vectors");
  });
  return made == kChoices.end() ? nullptr : &*made;
}

/// Whether a recipe would be one that begins with word vectors.
bool could_choose(const Choice& choice, Recipe recipe) {
  choice.of(recipe) = "vectors";
  return why_idle(choice.key, {{&recipe, 1}}).empty() && combination_problem(recipe).empty();
}

/// What would have one of the recipes look at word vectors, as the end of a message.
std::string way_to_use(std::span<const Recipe> recipes) {
  std::string way;
  for (const Choice& choice : kChoices) {
    const bool could = std::ranges::any_of(
        recipes, [&](const Recipe& recipe) { return could_choose(choice, recipe); });
    if (could)
      way += (way.empty() ? "; set " : ", or ") + std::string(choice.key) + " = \"vectors\"";
  }
  return way.empty() ? "; leave it out" : way;
}

}  // namespace

bool reads_vectors(const Recipe& recipe) { return made_choice(recipe) != nullptr; }

void require_fitting_vectors(std::span<const Recipe> recipes, bool are_given) {
  const auto user = std::ranges::find_if(recipes, reads_vectors);
  if (are_given == (user != recipes.end())) return;
  if (are_given) {
    throw UsageError("`vectors` has no effect with embeddings that begin otherwise" +
                     way_to_use(recipes));
  }
  Recipe recipe = *user;  // a choice gives what may be written
  const Choice& made = *made_choice(recipe);
  throw UsageError(std::string(made.key) + " = " + quote_toml(made.of(recipe)) + ": the recipe " +
                   recipe.name +
                   " begins with word vectors, and there are none; name a file of "
                   "them (`vectors`)");
}

}  // namespace lingan
