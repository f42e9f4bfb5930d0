#include <lingan/gan/recipe/pretraining.h>

#include <lingan/gan/recipe/incomplete_text.h>
#include <lingan/gan/recipe/interleaved_rounds.h>
#include <lingan/gan/recipe/source_use.h>

namespace lingan {
namespace {

/// Of the figures that may choose weights, those of the adversarial phase are not there.
std::string choice_in_pretraining(const Recipe& recipe) {
  return recipe.training.select == "last" ? "last" : "";
}

/// What D learns by between the epochs.
void add_discriminator(Recipe& pretraining, const Recipe& recipe) {
  pretraining.strategy = recipe.strategy;
  pretraining.objective = recipe.objective;
  pretraining.options = recipe.options;
  pretraining.discriminator = recipe.discriminator;
  pretraining.optimizers.discriminator = recipe.optimizers.discriminator;
  pretraining.training.interleaved_rounds = recipe.training.interleaved_rounds;
  pretraining.training.interleaved_every = recipe.training.interleaved_every;
  pretraining.training.discriminator_epochs = recipe.training.discriminator_epochs;
  pretraining.training.discriminator_samples = recipe.training.discriminator_samples;
  pretraining.training.discriminator_batch_size = recipe.training.discriminator_batch_size;
}

/// All that pretraining looks at; the rest is as no recipe says it.
Recipe looked_at(const Recipe& recipe, bool on_oracle) {
  Recipe pretraining;
  pretraining.generator = recipe.generator;
  pretraining.optimizers.likelihood = recipe.optimizers.likelihood;
  pretraining.training.batch_size = recipe.training.batch_size;
  pretraining.training.pretrain_epochs = recipe.training.pretrain_epochs;
  pretraining.training.pretrain_patience = recipe.training.pretrain_patience;
  pretraining.training.scheduled_sampling = recipe.training.scheduled_sampling;
  pretraining.training.output_bias_passes = recipe.training.output_bias_passes;
  pretraining.training.select = choice_in_pretraining(recipe);
  if (interleaves(recipe)) add_discriminator(pretraining, recipe);
  if (takes_words_out(recipe)) {  // what is trained on is the strategy's doing
    pretraining.strategy = recipe.strategy;
    pretraining.options = recipe.options;
  }
  if (!on_oracle) return pretraining;
  pretraining.training.evaluate_every = recipe.training.evaluate_every;
  pretraining.training.evaluate_samples = recipe.training.evaluate_samples;
  return pretraining;
}

}  // namespace

Recipe pretraining_of(const Recipe& recipe) {
  Recipe start = recipe;
  start.name = recipe.name + ".start";
  start.training.adversarial_rounds = 0;
  start.training.select = choice_in_pretraining(recipe);
  return start;
}

bool pretrain_the_same(const Recipe& one, const Recipe& other, bool on_oracle) {
  return format_recipe(looked_at(one, on_oracle)) == format_recipe(looked_at(other, on_oracle));
}

}  // namespace lingan
