/// `lingan train`: one generator by one recipe.
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/progress.h>
#include <lingan/run/run_directory.h>

#include "tools/command.h"
#include "tools/data_options.h"
#include "tools/machine_options.h"
#include "tools/train_display.h"

namespace lingan::tools {
namespace {

constexpr const char* kExamples = R"(
Examples:
  lingan train --recipe mle --corpus sentences.txt --run runs/mle
  lingan train --recipe seqgan --corpus coco.txt --tokenizer whitespace --run runs/seqgan --seed 7
  lingan train --recipe relgan-lstm --oracle seed:1 --run runs/oracle --set training.adversarial_steps=500
  zcat news.txt.gz | lingan train --recipe mle --corpus - --tokenizer bpe --vocab-size 4000 --run runs/news
  lingan train --resume --run runs/seqgan
)";

struct TrainOptions {
  std::string recipe;
  std::string run;
  uint64_t seed = 1;
  std::vector<std::string> settings;
  bool resume = false;
  DataOptions data;
  MachineOptions machine;
};

/// Refuses a --resume that asks for another run than the one in the folder.
void require_same(const TrainOptions& options, const RunSpec& spec, bool seed_given) {
  if (seed_given && options.seed != spec.seed) {
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

RunDirectory start(TrainOptions& options) {
  if (options.recipe.empty()) {
    throw UsageError("name a recipe: --recipe NAME|FILE (`lingan recipe list` shows them)");
  }
  RunSpec spec;
  spec.recipe = load_recipe(options.recipe, options.settings);
  RunDirectory::require_free(options.run);
  PreparedData data = options.data.prepare(options.seed, options.machine.quiet);
  spec.seed = options.seed;
  spec.oracle = options.data.oracle.oracle;
  spec.tokenizer = data.tokenizer;
  spec.length = data.train.width;
  return RunDirectory::create(options.run, spec, {data.train, data.validation});
}

void train(TrainOptions& options, bool seed_given) {
  options.machine.apply();
  const bool resume = options.resume && RunDirectory::exists(options.run);
  const RunDirectory run = resume ? RunDirectory::open(options.run) : start(options);
  if (resume) require_same(options, run.spec(), seed_given);
  const double seconds = train_watched(run, run.spec().recipe.name, options.machine.quiet);
  if (!options.machine.quiet) {
    std::fprintf(stderr, "trained in %s; sample with: lingan sample %s -n 10\n",
                 format_duration(seconds).c_str(), options.run.c_str());
  }
}

}  // namespace

void add_train_command(CLI::App& program) {
  auto* command = program.add_subcommand("train", "Train a generator by a recipe");
  command->footer(kExamples);
  auto options = std::make_shared<TrainOptions>();
  command->add_option("--recipe", options->recipe, "Name of a recipe that ships, or a TOML file");
  command->add_option("--run", options->run, "Folder of the run")->required();
  auto* seed = command->add_option("--seed", options->seed, "Seed of everything random")
                   ->capture_default_str();
  command->add_option("--set", options->settings, "Override a key of the recipe: table.key=value")
      ->take_all();
  command
      ->add_option_function<std::string>(
          "--precision",
          [options](const std::string& name) {
            options->settings.push_back("engine.precision=" + name);
          },
          "float32 or bf16, short for --set engine.precision=")
      ->check(CLI::IsMember({"float32", "bf16"}));
  command->add_flag("--resume", options->resume, "Continue the run from its last checkpoint");
  options->data.add_to(*command);
  options->machine.add_to(*command);
  command->callback([options, seed] { train(*options, seed->count() > 0); });
}

}  // namespace lingan::tools
