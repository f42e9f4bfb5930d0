#include <lingan/gan/recipe/interleaved_rounds.h>

#include <lingan/gan/recipe/recipe_rules.h>

namespace lingan {

bool interleaves(const Recipe& recipe) {
  const TrainingOptions& training = recipe.training;
  return training.interleaved_rounds > 0 && training.pretrain_epochs > 0 &&
         has_discriminator(recipe);
}

int64_t interleaved_rounds_at(const Recipe& recipe, int64_t epoch) {
  const bool is_due = interleaves(recipe) && epoch % recipe.training.interleaved_every == 0;
  return is_due ? recipe.training.interleaved_rounds : 0;
}

int64_t interleaved_rounds_before(const Recipe& recipe, int64_t epoch) {
  if (!interleaves(recipe)) return 0;
  const int64_t every = recipe.training.interleaved_every;
  return (epoch + every - 1) / every * recipe.training.interleaved_rounds;
}

}  // namespace lingan
