#include <bench/systems/system_task.h>

#include <bench/lib/synthetic_task.h>
#include <lingan/gan/recipe/fitted_recipe.h>

namespace lingan::bench {
namespace {

constexpr uint64_t kSeed = 1;

Sentences synthetic_sentences() {
  TokenBatch batch = TokenBatch::filled(kSystemBatch, kSystemLength, 0);
  for (size_t i = 0; i < batch.tokens.size(); ++i) {
    batch.tokens[i] = static_cast<int32_t>((i * i * 31 + i * 7919) % kSystemVocabulary);
  }
  batch.lengths.assign(kSystemBatch, kSystemLength);
  return to_sentences(batch);
}

}  // namespace

StepContext SystemTask::context() const {
  return {.generator = *players.generator,
          .discriminator = players.discriminator.get(),
          .objective = *players.objective,
          .generator_optimizer = *players.generator_optimizer,
          .network_optimizers = players.network_optimizers,
          .real = real,
          .specials = kNoSpecials,
          .length = kSystemLength,
          .batch_size = kSystemBatch,
          .step = step,
          .total_steps = total_steps(),
          .seed = kSeed};
}

SystemTask make_system_task(const std::string& system) {
  SystemTask task;
  task.recipe = fitted_recipe(
      load_recipe(system),
      {.vocabulary_size = kSystemVocabulary, .specials = kNoSpecials, .length = kSystemLength});
  task.players = make_players(task.recipe, kSeed);
  task.real = synthetic_sentences();
  task.step = task.total_steps() / 2;
  return task;
}

}  // namespace lingan::bench
