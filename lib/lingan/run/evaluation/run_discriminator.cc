#include <lingan/run/evaluation/run_discriminator.h>

#include <filesystem>

#include <lingan/base/error.h>
#include <lingan/gan/recipe/fitted_recipe.h>
#include <lingan/gan/recipe/round_text.h>
#include <lingan/model/tensor_file.h>

namespace lingan {
namespace {

Recipe fitted(const RunDirectory& run) {
  const RunSpec& spec = run.spec();
  DataSizes sizes{.vocabulary_size = spec.tokenizer->size(),
                  .specials = spec.tokenizer->specials(),
                  .length = spec.length,
                  .sources = run.generator_options().sources};
  for (const Label& label : spec.labels) sizes.label_sentences.push_back(label.sentences);
  return fitted_recipe(spec.recipe, sizes);
}

TensorFile checkpoint_of(const RunDirectory& run, const std::string& or_else) {
  if (!std::filesystem::exists(run.checkpoint())) {
    throw InputError("is missing, and the discriminator is in it; bring it back" + or_else,
                     run.checkpoint().string());
  }
  TensorFile file = load_tensors(run.checkpoint());
  if (tensors_under(file, "discriminator-adam.").empty()) {
    throw InputError(
        "the discriminator has not been trained yet; continue the run by `train_run`" + or_else,
        run.checkpoint().string());
  }
  return file;
}

}  // namespace

bool trains_discriminator(const TrainingOptions& training) {
  return training.replaced_token_epochs + training.interleaved_rounds +
                 training.discriminator_pretrain_rounds >
             0 ||
         round_without(training.round, "discriminator") != training.round;
}

RunDiscriminator::RunDiscriminator(const RunDirectory& run, const std::string& or_else) {
  const TensorFile checkpoint = checkpoint_of(run, or_else);
  players_ = make_players(fitted(run), run.spec().seed);
  with_place_of_data([&] { return run.checkpoint().string(); },
                     [&] { players_.restore(checkpoint); });
  averaged_ = std::make_unique<AveragedWeights>(*players_.discriminator_optimizer);
  players_.discriminator->eval();
}

}  // namespace lingan
