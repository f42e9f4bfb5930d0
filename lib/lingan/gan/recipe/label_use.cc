#include <lingan/gan/recipe/label_use.h>

#include <algorithm>

#include <lingan/base/error.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/gan/strategies/strategy_cards.h>

namespace lingan {

bool uses_labels(const Recipe& recipe) {
  return writes_by_label(recipe) || takes_unlabelled(recipe);
}

bool writes_by_label(const Recipe& recipe) {
  return recipe.generator.labels != "none" && !draws_labels(recipe.generator);
}

bool takes_unlabelled(const Recipe& recipe) {
  const ObjectiveCard* objective = card_named(objectives(), recipe.objective);
  return objective != nullptr && objective->takes_unlabelled && has_discriminator(recipe);
}

bool take_unlabelled(std::span<const Recipe> recipes) {
  return std::ranges::all_of(
      recipes, [](const Recipe& one) { return takes_unlabelled(one) || !uses_labels(one); });
}

bool chooses_items(const Recipe& recipe) {
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  return strategy != nullptr && strategy->traits.chooses_items;
}

void require_fitting_labels(std::span<const Recipe> recipes, const std::string& given) {
  const auto user = std::ranges::find_if(recipes, uses_labels);
  if (given.empty() == (user == recipes.end())) return;
  if (user == recipes.end()) {
    throw UsageError("`" + given + "` has no effect with generator.labels = " +
                     quote_toml(recipes.front().generator.labels) + " (\"condition\" takes them)");
  }
  const bool needs_all = writes_by_label(*user);
  throw UsageError((needs_all ? "generator.labels = " + quote_toml(user->generator.labels)
                              : "objective.name = " + quote_toml(user->objective)) +
                   ": the recipe " + user->name + " needs the label of " +
                   (needs_all ? "each sentence" : "some sentences") +
                   "; name a file of text that has one for each line (`labels`)" +
                   (needs_sources(*user)
                        ? ""
                        : ", the column of the corpus that they stand in (`label_column`), or a "
                          "second corpus (`corpus_b`)"));
}

}  // namespace lingan
