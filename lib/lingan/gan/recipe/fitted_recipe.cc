#include <lingan/gan/recipe/fitted_recipe.h>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/model/discriminators/label_condition.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>
#include <lingan/model/discriminators/source_condition_options.h>
#include <lingan/model/generators/labelled_sources.h>

namespace lingan {
namespace {

/// What D is told of sources.
void fit_source_condition(Recipe& recipe, const DataSizes& sizes) {
  auto& condition = recipe.discriminator.own.get<SourceConditionOptions>();
  condition.reads_sources = condition.reads_sources && needs_sources(recipe);
  if (!condition.reads_sources) return;
  condition.sources = sizes.sources;
  if (!reads_labelled_sources(recipe.generator)) return;
  condition.labels = static_cast<int64_t>(sizes.label_sentences.size());
}

}  // namespace

LeakedFeatures leaked_features(const DiscriminatorOptions& discriminator) {
  return {.embedding_width = discriminator.embedding_width,
          .filter_widths = discriminator.filter_widths,
          .filter_counts = discriminator.filter_counts,
          .shared_highway = discriminator.highway == "shared"};
}

Recipe fitted_recipe(Recipe recipe, const DataSizes& sizes) {
  recipe.generator.vocabulary_size = sizes.vocabulary_size;
  recipe.generator.specials = sizes.specials;
  recipe.generator.length = sizes.length;
  recipe.discriminator.vocabulary_size = sizes.vocabulary_size;
  recipe.discriminator.specials = sizes.specials;
  recipe.discriminator.length = sizes.length;
  recipe.discriminator.latent_width = recipe.generator.latent_width;
  recipe.discriminator.token_outputs = recipe.training.replaced_token_epochs > 0;
  recipe.generator.sources = sizes.sources;
  auto& recurrent = recipe.discriminator.own.get<RecurrentDiscriminatorOptions>();
  if (recurrent.reads_holes) recurrent.sources = sizes.sources;
  recipe.generator.leaked = leaked_features(recipe.discriminator);
  if (recipe.generator.labels != "none") {
    recipe.generator.label_sentences = sentences_of_labels(recipe.generator, sizes.label_sentences);
  }
  if (!has_discriminator(recipe)) return recipe;
  fit_source_condition(recipe, sizes);
  if (draws_labels(recipe.generator)) recipe.discriminator.classes = recipe.generator.drawn_labels;
  if (!uses_labels(recipe) || reads_labelled_sources(recipe.generator)) return recipe;
  const bool tells = find_card(objectives(), recipe.objective, "objective").by_label;
  recipe.discriminator.own.get<LabelCondition>().is_told = !tells;
  recipe.discriminator.classes = static_cast<int64_t>(sizes.label_sentences.size());
  return recipe;
}

}  // namespace lingan
