/// `lingan compare`: recipes side by side on the same text.
#include "tools/compare.h"

#include <memory>
#include <string>

#include "tools/command.h"
#include "tools/number_option.h"
#include "tools/option_modes.h"

namespace lingan::tools {
namespace {

constexpr const char* kExamples = R"(
Every run goes to OUT/RECIPE/seed-N; a comparison that was interrupted continues where it stopped.
OUT/comparison.tsv and OUT/comparison.json hold every value; OUT/frontiers.svg shows quality against diversity.

Beside each recipe with an adversarial phase are measured its start, OUT/RECIPE.start/seed-N: the
generator before the phase, one for all recipes that pretrain the same (those whose training.select
is last keep the last epoch's weights, and have a start of their own); and its control,
OUT/RECIPE.control/seed-N: the same phase without D's judgement, whose rewards are dealt
out anew among the sentences of a batch, or, where they are no numbers, whose D learns no more.
Control and recipe share D's pretraining, too. OUT/RECIPE/seed-N/resampled.json has what D could
teach: the start's sentences, resampled by the odds of the recipe's D, where it gives any. With
--ensemble N there is OUT/RECIPE.ensemble, by starts of the seeds that there are, or of further
ones where these are fewer than N: the rival that costs as many starts and no discriminator.

Examples:
  lingan compare --corpus sentences.txt --recipes mle,seqgan,gsgan,textgan --out runs/compare
  lingan compare --corpus coco.txt --tokenizer whitespace --recipes mle,my.toml --seeds 5 --out runs/coco
  lingan compare --corpus sentences.txt --recipes all-small --seeds 1 --controls none --out runs/all
  lingan compare --oracle seed:1 --recipes mle,seqgan --out runs/oracle --set training.pretrain_epochs=40)";

/// What is trained, beside what, and where it goes.
void add_training_options(CLI::App& command, CompareOptions& options) {
  command
      .add_option("--recipes", options.recipes,
                  "Recipes by name or file, comma-separated; all-small: all that ship and suit the "
                  "text, each with its own generator and a short schedule")
      ->delimiter(',')
      ->required();
  command
      .add_option("--generators", options.generators,
                  "shared: every recipe has the generator of the first and its pretraining, so "
                  "that they differ in what comes after; own: each its own")
      ->check(CLI::IsMember({"shared", "own"}))
      ->capture_default_str();
  add_number(command, "--seeds", options.seeds, "Runs of each recipe, seeds 1..N", {1, 10000});
  command
      .add_option("--controls", options.controls,
                  "all: beside each recipe the same phase without D's judgement, and its start's "
                  "sentences resampled by D's odds; none")
      ->check(CLI::IsMember({"all", "none"}))
      ->capture_default_str();
  command
      .add_option("--starts", options.starts,
                  "Folders of other comparisons, comma-separated: a start that one of them has "
                  "trained, by the same pretraining, seed and text, is taken from there")
      ->delimiter(',')
      ->check(a_folder);
  add_number(command, "--ensemble", options.ensemble,
             "Beside the recipes, the mean of the next-token probabilities of so many starts of "
             "the first one, which no discriminator has touched; 0: none",
             {0, 1000});
  command.add_option("--out", options.folder, "Folder of the comparison")
      ->required()
      ->check(a_folder);
}

/// How the runs are measured.
void add_measuring_options(CLI::App& command, CompareOptions& options) {
  add_number(command, "-n,--sentences", options.sentences,
             "Sentences drawn from each run at each temperature, or top-p, to measure it",
             {2, int64_t{1} << 32});
  add_numbers(command, "--temperatures", options.temperatures,
              "Sampling temperatures at which each run is measured; 1 is one of them", {1e-6, 1e6});
  add_numbers(command, "--top-p", options.top_p,
              "Sweep nucleus sampling at temperature 1 instead, from the fewest tokens whose "
              "probability reaches P; 1 is one of them",
              {1e-6, 1.0});
  add_number(command, "--jobs", options.jobs,
             "Runs at a time, each by a process of its own, with its share of the threads; 0: as "
             "many as there are threads, and 1 on a CUDA device",
             {0, 4096});
}

void add_other_options(CLI::App& command, CompareOptions& options) {
  command
      .add_option("--set", options.settings,
                  "Override a key of every recipe, one that has an effect in one of them: "
                  "table.key=value; the last of several for a key holds")
      ->take_all();
  command.add_option("--format", options.format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  options.data.add_to(command);
  options.machine.add_to(command);
}

OptionModes compare_modes(const std::shared_ptr<CompareOptions>& options) {
  OptionModes modes;
  options->data.add_rules(modes);
  modes.only(
      {"--generators"}, [options] { return !options->is_all_small(); },
      "with --recipes all-small: each has its own");
  modes.only(
      {"--generators"}, [options] { return options->recipes.size() > 1; },
      "on a single recipe: it is about what several share");
  modes.only(
      {"--temperatures"}, [options] { return options->top_p.empty(); },
      "beside --top-p: one of the two is swept");
  return modes;
}

}  // namespace

void add_compare_command(CLI::App& program) {
  auto* command =
      program.add_subcommand("compare", "Train several recipes on the same text and compare them");
  command->footer(kExamples);
  auto options = std::make_shared<CompareOptions>();
  add_training_options(*command, *options);
  add_measuring_options(*command, *options);
  add_other_options(*command, *options);
  command->callback([options, command, modes = compare_modes(options)] {
    auto inputs = options->data.inputs();
    for (const std::string& recipe : options->recipes) inputs.push_back({"--recipes", recipe});
    require_distinct(inputs);
    modes.check(*command);
    compare(*options);
  });
}

}  // namespace lingan::tools
