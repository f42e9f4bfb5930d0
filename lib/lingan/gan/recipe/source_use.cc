#include <lingan/gan/recipe/source_use.h>

#include <algorithm>

#include <lingan/base/error.h>

namespace lingan {

bool reads_sources(const Recipe& recipe) { return recipe.generator.source != "none"; }

bool rewrites(const Recipe& recipe) { return recipe.generator.source == "itself"; }

std::optional<Masking> masking_of(const Recipe& recipe) {
  const StrategyCard* strategy = card_named(strategies(), recipe.strategy);
  if (!reads_sources(recipe) || strategy == nullptr || strategy->masking == nullptr) return {};
  return strategy->masking(recipe.options);
}

bool knows_its_sentence(const Recipe& recipe) {
  return rewrites(recipe) || masking_of(recipe).has_value();
}

bool needs_sources(const Recipe& recipe) {
  return reads_sources(recipe) && !rewrites(recipe) && !masking_of(recipe);
}

void require_fitting_sources(std::span<const Recipe> recipes, bool are_given) {
  const auto reader = std::ranges::find_if(recipes, needs_sources);
  if (are_given == (reader != recipes.end())) return;
  const auto masks = [](const Recipe& recipe) { return masking_of(recipe).has_value(); };
  if (are_given && std::ranges::any_of(recipes, masks)) {
    throw UsageError(
        "`sources` has no effect where the strategy masks sentences, which are their own sources");
  }
  if (are_given) {
    if (std::ranges::any_of(recipes, rewrites)) {
      throw UsageError(
          "`sources` has no effect with generator.source = \"itself\", of which each sentence is "
          "its own");
    }
    throw UsageError(
        "`sources` has no effect with generator.source = \"none\" (\"encoder\" reads them)");
  }
  throw UsageError("generator.source = " + quote_toml(reader->generator.source) + ": the recipe " +
                   reader->name +
                   " needs the source of each sentence; name a file of text that has one for each "
                   "line (`sources`)");
}

}  // namespace lingan
