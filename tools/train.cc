/// `lingan train`: one generator by one recipe.
#include "tools/train.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <lingan/gan/recipe/idle_keys.h>
#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/recipe.h>
#include <lingan/gan/recipe/source_use.h>

#include "tools/command.h"
#include "tools/number_option.h"
#include "tools/option_modes.h"

namespace lingan::tools {
namespace {

constexpr const char* kExamples = R"(
Examples:
  lingan train --recipe mle --corpus sentences.txt --run runs/mle
  lingan train --recipe seqgan --corpus coco.txt --tokenizer whitespace --run runs/seqgan --seed 7
  lingan train --recipe relgan-lstm --oracle seed:1 --run runs/oracle --set training.adversarial_rounds=500
  zcat news.txt.gz | lingan train --recipe mle --corpus - --tokenizer bpe --vocab-size 4000 --run runs/news
  lingan train --recipe sentigan --corpus reviews.txt --labels stars.txt --run runs/reviews
  lingan train --recipe conditional --corpus news.txt --corpus-b tweets.txt --run runs/two
  lingan train --recipe sequence-to-sequence --corpus german.txt --sources english.txt --run runs/german
  lingan train --recipe irgan --pairs users-and-films.tsv --run runs/films
  lingan train --recipe organ --reward "awk '{print (NF < 9)}'" --corpus coco.txt --run runs/short
  lingan train --resume --run runs/seqgan
)";

/// Whether a recipe has what an option is about; true of one that does not ship and is read later,
/// since it may come through a pipe.
bool is_about(const TrainOptions& options, bool (*has)(const Recipe&)) {
  const auto ship = recipe_names();
  if (std::ranges::find(ship, options.recipe) == ship.end()) return true;
  return has(load_recipe(options.recipe, options.settings));
}

/// Whether the recipe has the products that --precision is about.
bool rewards_generator(const Recipe& recipe) {
  return why_idle("engine.precision", {{&recipe, 1}}).empty();
}

bool takes_own_reward(const Recipe& recipe) { return why_no_own_reward(recipe).empty(); }

/// The options that a command has by now, but those of the recipe.
std::vector<const CLI::Option*> options_of_origin(const CLI::App& command) {
  std::vector<const CLI::Option*> options;
  for (const CLI::Option* option : command.get_options()) {
    const std::string name = option->get_name();
    if (name != "--help" && name != "--recipe" && name != "--set" && name != "--precision") {
      options.push_back(option);
    }
  }
  return options;
}

void note_origin(const std::vector<const CLI::Option*>& options, TrainOptions& train) {
  for (const CLI::Option* option : options) {
    const bool given = option->count() > 0;
    const std::string value = given ? option->as<std::string>() : option->get_default_str();
    train.origin[option->get_name()] = value;
    // Nothing of a run's files is executed: the command is given again, and may lie elsewhere by
    // then.
    if (given && option->get_name() != "--reward") train.given_origin[option->get_name()] = value;
  }
}

/// What is trained, and how.
void add_recipe_options(CLI::App& command, TrainOptions& options) {
  command.add_option("--recipe", options.recipe, "Name of a recipe that ships, or a TOML file");
  add_number(command, "--seed", options.seed, "Seed of everything random");
  command
      .add_option(
          "--set", options.settings,
          "Override a key of the recipe, one that has an effect in it: table.key=value; the "
          "last of several for a key holds")
      ->take_all();
  command
      .add_option("--precision", options.precision,
                  "float32 or bf16, short for --set engine.precision=")
      ->check(CLI::IsMember({"float32", "bf16"}));
}

void add_reward(CLI::App& command, TrainOptions& options) {
  command.add_option(
      "--reward", options.reward,
      "Shell command that rewards sentences beside D, for a recipe that takes one (organ). It is "
      "started once for every batch, reads sentences on standard input, one a line, and writes one "
      "number a line. No command is taken from a run's files: --resume needs it again");
}

void add_run_options(CLI::App& command, TrainOptions& options) {
  command.add_option("--run", options.run, "Folder of the run")->required()->check(a_folder);
  command.add_flag(
      "--resume", options.resume,
      "Continue the run from its last checkpoint; --set may raise its counts of steps. Files of "
      "text, tokenizer and oracle that are named again must hold what they held");
  add_number(command, "--reward-timeout", options.reward_timeout,
             "Seconds that --reward may take for a batch", {.low = 0.001, .high = 1e6});
}

OptionModes train_modes(const std::shared_ptr<TrainOptions>& options) {
  OptionModes modes;
  options->data.add_rules(modes);
  options->data.add_pairs_rules(modes);
  modes.only(
      {"--precision"}, [options] { return is_about(*options, rewards_generator); },
      "with a recipe without rewards, which are what it is about");
  modes.only(
      {"--labels", "--label-column", "--corpus-b", "--pairs"},
      [options] { return is_about(*options, uses_labels); },
      "with generator.labels = \"none\" or \"drawn\" (\"condition\" takes them)");
  modes.only(
      {"--sources"}, [options] { return is_about(*options, needs_sources); },
      "with generator.source = \"none\" (\"encoder\" reads them), or sentences that are masked");
  modes.only(
      {"--reward", "--reward-timeout"}, [options] { return is_about(*options, takes_own_reward); },
      "with a recipe that takes no reward but D's (strategy.policy-gradient.discriminator_share)");
  modes.only(
      {"--reward-timeout"}, [options] { return !options->reward.empty(); }, "without --reward");
  return modes;
}

}  // namespace

void add_train_command(CLI::App& program) {
  auto* command = program.add_subcommand("train", "Train a generator by a recipe");
  command->footer(kExamples);
  auto options = std::make_shared<TrainOptions>();
  add_recipe_options(*command, *options);
  options->data.add_to(*command);
  options->data.add_pairs_to(*command);
  add_reward(*command, *options);
  const auto origin = options_of_origin(*command);
  add_run_options(*command, *options);
  options->machine.add_to(*command);
  command->callback([options, command, origin, modes = train_modes(options)] {
    auto inputs = options->data.inputs();
    inputs.push_back({"--recipe", options->recipe});
    require_distinct(inputs);
    if (!options->precision.empty()) {
      options->settings.push_back("engine.precision=" + options->precision);
    }
    modes.check(*command);
    note_origin(origin, *options);
    options->data.take_pairs();
    train(*options);
  });
}

}  // namespace lingan::tools
