#include <lingan/gan/recipe/shared_generator.h>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/recipe_keys.h>

namespace lingan {
namespace {

GeneratorOptions with_needs_of(const GeneratorOptions& own, GeneratorOptions shared) {
  shared.output = own.output;
  shared.distance = own.distance;
  shared.latent_width = own.latent_width;
  shared.labels = own.labels;
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
}

}  // namespace

void share_generator(std::span<Recipe> recipes) {
  for (Recipe& recipe : recipes) {
    take_generator(recipe, recipes.front());
    const std::string problem = combination_problem(recipe);
    if (problem.empty()) continue;
    throw UsageError("`recipes`: " + recipe.name + " with the generator of " +
                     recipes.front().name + ": " + problem + "; or let `generators` be own");
  }
}

}  // namespace lingan
