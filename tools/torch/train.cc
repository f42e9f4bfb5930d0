/// The work of `lingan train`.
#include "tools/train.h"

#include <cstdio>
#include <string>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/run/run_directory.h>

#include "tools/duration.h"
#include "tools/torch/machine.h"
#include "tools/torch/prepare_data.h"
#include "tools/torch/train_display.h"

namespace lingan::tools {
namespace {

/// Refuses a --resume that asks for another run than the one in the folder.
void require_same(const TrainOptions& options, const RunSpec& spec) {
  if (options.seed_given && options.seed != spec.seed) {
    throw UsageError(fmt::format("--seed {}: the run in {} has seed {}; it cannot be changed",
                                 options.seed, options.run, spec.seed));
  }
  if (options.recipe.empty()) return;
  const Recipe wanted = load_recipe(options.recipe, options.settings);
  if (format_recipe(wanted) != format_recipe(spec.recipe)) {
    throw UsageError(
        "--recipe " + options.recipe + ": the run in " + options.run +
        " was started with other settings; leave --recipe and --set out, or start anew");
  }
}

/// A new run.
RunDirectory start(const TrainOptions& options) {
  if (options.recipe.empty()) {
    throw UsageError("name a recipe: --recipe NAME|FILE (`lingan recipe list` shows them)");
  }
  RunSpec spec;
  spec.recipe = load_recipe(options.recipe, options.settings);
  RunDirectory::require_free(options.run);
  const PreparedData data = prepare_data(options.data, options.seed, options.machine.quiet);
  spec.seed = options.seed;
  spec.oracle = options.data.oracle.oracle;
  spec.oracle_tensors = data.oracle_tensors;
  spec.tokenizer = data.tokenizer;
  spec.length = data.train.width;
  return RunDirectory::create(options.run, spec, data.train, data.validation);
}

double train_to_end(const RunDirectory& run, bool quiet) {
  try {
    return train_with_display(run, run.spec().recipe.name, quiet);
  } catch (const Interrupted& error) {
    throw Interrupted(std::string(error.what()) + ", continue it with --resume");
  }
}

}  // namespace

void train(const TrainOptions& options) {
  apply_with_torch(options.machine);
  const bool resume = options.resume && RunDirectory::exists(options.run);
  const RunDirectory run = resume ? RunDirectory::open(options.run) : start(options);
  if (resume) require_same(options, run.spec());
  const double seconds = train_to_end(run, options.machine.quiet);
  if (!options.machine.quiet) {
    std::fprintf(stderr, "trained in %s; sample with: lingan sample %s -n 10\n",
                 format_duration(seconds).c_str(), options.run.c_str());
  }
}

}  // namespace lingan::tools
