#include <lingan/run/evaluation/run_gradients.h>

#include <lingan/base/error.h>
#include <lingan/gan/strategies/generator_step.h>
#include <lingan/gan/training/real_batches.h>
#include <lingan/run/training/run_state.h>

namespace lingan {

SampledStudy study_run(const RunDirectory& run, const SampledStudyOptions& options, uint64_t seed) {
  const Recipe& recipe = run.spec().recipe;
  if (const auto reason = why_not_studied(recipe); !reason.empty()) {
    throw UsageError(run.path().string() + ": the run " + reason +
                     ", and estimators are compared by D's rewards of whole sentences; name "
                     "another run");
  }
  const auto state = load_state(run);
  const Sentences real =
      RealBatches(*state, state->recipe.training.batch_size).batch(kGeneratorOrders, 0);
  StepContext context = state->context(real, 0);
  context.seed = seed;
  const GeneratorStepScope scope(context.generator, context.discriminator);
  const ExpectedReward reward(context, reward_of(recipe));
  return sampled_study(
      {.context = context, .reward = reward, .relaxed = recipe.options.get<GumbelSoftmaxOptions>()},
      options);
}

}  // namespace lingan
