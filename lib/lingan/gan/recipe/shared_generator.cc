#include <lingan/gan/recipe/shared_generator.h>

#include <string>
#include <vector>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/recipe_rules.h>
#include <lingan/gan/recipe/same_training.h>

namespace lingan {
namespace {

GeneratorOptions with_needs_of(const GeneratorOptions& own, GeneratorOptions shared) {
  shared.output = own.output;
  shared.distance = own.distance;
  shared.latent_width = own.latent_width;
  shared.prior_width = own.prior_width;
  shared.latent_codes = own.latent_codes;
  shared.labels = own.labels;
  shared.drawn_labels = own.drawn_labels;
  shared.source = own.source;
  if (own.output == "point") shared.tied_embeddings = false;
  return shared;
}

void take_generator(Recipe& recipe, const Recipe& from) {
  recipe.generator = with_needs_of(recipe.generator, from.generator);
  if (recipe.discriminator.embeddings == "generator") {
    recipe.discriminator.embedding_width = recipe.generator.embedding_width;
  }
  recipe.optimizers.likelihood = from.optimizers.likelihood;
  if (recipe.training.pretrain_epochs == 0 || from.training.pretrain_epochs == 0) return;
  recipe.training.pretrain_epochs = from.training.pretrain_epochs;
  recipe.training.pretrain_patience = from.training.pretrain_patience;
  recipe.training.scheduled_sampling = from.training.scheduled_sampling;
  recipe.training.output_bias_passes = from.training.output_bias_passes;
}

/// @param own  the recipes before they shared a generator.
void require_different(std::span<const Recipe> own, std::span<const Recipe> shared) {
  for (size_t i = 0; i < shared.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (!train_the_same(shared[i], shared[j]) || train_the_same(own[i], own[j])) continue;
      throw UsageError("`recipes`: " + shared[i].name + " and " + shared[j].name +
                       " differ in nothing but their generators and the training of these: with "
                       "the generator of " +
                       shared.front().name +
                       " they are one experiment; leave one out, or let `generators` be own");
    }
  }
}

}  // namespace

void share_generator(std::span<Recipe> recipes) {
  const std::vector<Recipe> own(recipes.begin(), recipes.end());
  for (Recipe& recipe : recipes) {
    take_generator(recipe, recipes.front());
    const std::string problem = combination_problem(recipe);
    if (problem.empty()) continue;
    throw UsageError("`recipes`: " + recipe.name + " with the generator of " +
                     recipes.front().name + ": " + problem + "; or let `generators` be own");
  }
  require_different(own, recipes);
}

}  // namespace lingan
