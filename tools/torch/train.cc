/// The work of `lingan train`.
#include "tools/train.h"

#include <chrono>
#include <cstdio>
#include <string>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/interrupt.h>
#include <lingan/gan/recipe/continuable.h>
#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/run/masked_sentences.h>
#include <lingan/run/run_directory.h>
#include <lingan/run/training/train_run.h>

#include "tools/duration.h"
#include "tools/reward_command.h"
#include "tools/terminal.h"
#include "tools/torch/machine.h"
#include "tools/torch/prepare_data.h"
#include "tools/torch/run_origin.h"
#include "tools/torch/train_display.h"

namespace lingan::tools {
namespace {

/// @param else_way  what may be done in place of giving a reward that the recipe takes.
/// @throws UsageError for a reward that is missing, and for one that has no effect.
void require_fitting_reward(const TrainOptions& options, const Recipe& recipe,
                            const std::string& else_way) {
  const std::string idle = why_no_own_reward(recipe);
  if (idle.empty() != options.reward.empty()) return;
  if (!idle.empty()) throw UsageError("--reward has no effect " + idle);
  throw UsageError(fmt::format("the recipe {} takes a reward of your own: give --reward COMMAND{}",
                               recipe.name, else_way));
}

/// The run to continue, with the steps that the command line asks for.
RunDirectory resume(const TrainOptions& options) {
  const RunDirectory run = RunDirectory::open(options.run);
  require_same_origin(options, run.spec());
  require_continuable_files(run);
  const Recipe& had = run.spec().recipe;
  const Recipe wanted = options.recipe.empty()
                            ? parse_recipe(format_recipe(had), options.run, options.settings)
                            : load_recipe(options.recipe, options.settings);
  if (!options.precision.empty() && options.precision != had.engine.precision) {
    throw UsageError(fmt::format(
        "--precision {}: the run in {} has engine.precision = {}, which it keeps; leave it out, or "
        "start anew in another --run",
        options.precision, options.run, had.engine.precision));
  }
  require_effect(options.settings, {{&wanted, 1}, !run.spec().oracle.empty()});
  require_fitting_reward(options, wanted, " again; no command is kept in a run");
  require_continuable(had, wanted, options.settings, options.run);
  return run.with_recipe(wanted);
}

/// The sentences of a new run, with words taken out where the recipe takes them out.
RunSentences sentences_of(const RunSpec& spec, const PreparedData& data) {
  return with_words_taken_out({data.train, data.validation, data.test, data.sources}, spec.recipe,
                              spec.tokenizer->specials(), spec.seed);
}

/// A new run.
RunDirectory start(const TrainOptions& options) {
  if (options.recipe.empty()) {
    throw UsageError("name a recipe: --recipe NAME|FILE (`lingan recipe list` shows them)");
  }
  RunSpec spec;
  spec.recipe = load_recipe(options.recipe, options.settings);
  require_effect(options.settings, {{&spec.recipe, 1}, !options.data.oracle.oracle.empty()});
  require_fitting_data({&spec.recipe, 1}, options.data);
  require_fitting_reward(options, spec.recipe,
                         ", or --set strategy.policy-gradient.discriminator_share=1.0");
  RunDirectory::require_free(options.run);
  const PreparedData data =
      prepare_data({&spec.recipe, 1}, options.data, options.seed, options.machine.quiet);
  spec.seed = options.seed;
  spec.oracle = options.data.oracle.oracle;
  spec.oracle_tensors = data.oracle_tensors;
  spec.tokenizer = data.tokenizer;
  spec.vectors = data.vectors;
  spec.length = data.train.width;
  spec.labels = data.labels;
  spec.origin = options.origin;
  const std::string learnt_from = options.data.pairs.empty() ? "--corpus" : "--pairs";
  spec.fingerprints = {{learnt_from, data.corpus_fingerprint},
                       {"--valid", data.validation_fingerprint},
                       {"--test", data.test_fingerprint},
                       {"--vectors", data.vectors_fingerprint}};
  if (!data.labels_fingerprint.empty()) spec.fingerprints["--labels"] = data.labels_fingerprint;
  if (!data.corpus_b_fingerprint.empty()) {
    spec.fingerprints["--corpus-b"] = data.corpus_b_fingerprint;
  }
  if (!data.sources_fingerprint.empty()) spec.fingerprints["--sources"] = data.sources_fingerprint;
  const RunSentences sentences = sentences_of(spec, data);
  catch_interrupts();  // from here on there is something to save, or to take away
  return RunDirectory::create(options.run, spec, sentences);
}

double train_to_end(const RunDirectory& run, const TrainOptions& options) {
  TrainRunOptions training;
  if (!options.reward.empty()) {
    training.own_reward =
        RewardCommand(options.reward, std::chrono::duration<double>(options.reward_timeout));
  }
  try {
    return train_with_display(run, run.spec().recipe.name, options.machine.quiet, training);
  } catch (const Interrupted& error) {
    throw Interrupted(std::string(error.what()) + ", continue it with --resume");
  }
}

}  // namespace

void train(const TrainOptions& options) {
  apply_with_torch(options.machine);
  const bool is_there = RunDirectory::exists(options.run);
  const bool resumes = options.resume && (is_there || options.recipe.empty());
  const RunDirectory run = resumes ? resume(options) : start(options);
  const double seconds = train_to_end(run, options);
  if (!options.machine.quiet) {
    const bool ranks = chooses_items(run.spec().recipe);
    std::fprintf(stderr, "trained in %s; %s with: lingan %s %s %s\n",
                 format_duration(seconds).c_str(), ranks ? "rank items" : "sample",
                 ranks ? "rank" : "sample", one_line(shell_word(options.run)).c_str(),
                 ranks ? "--query QUERY" : "-n 10");
  }
}

}  // namespace lingan::tools
