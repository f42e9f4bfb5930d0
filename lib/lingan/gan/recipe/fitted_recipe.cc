#include <lingan/gan/recipe/fitted_recipe.h>

#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/model/discriminators/label_condition.h>
#include <lingan/model/discriminators/recurrent_discriminator.h>

namespace lingan {

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
  if (draws_labels(recipe.generator)) recipe.discriminator.classes = recipe.generator.drawn_labels;
  if (!uses_labels(recipe)) return recipe;
  const bool tells = find_card(objectives(), recipe.objective, "objective").by_label;
  recipe.discriminator.own.get<LabelCondition>().is_told = !tells;
  recipe.discriminator.classes = static_cast<int64_t>(sizes.label_sentences.size());
  return recipe;
}

}  // namespace lingan
