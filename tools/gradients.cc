/// `lingan gradients`: how good the estimators of a gradient are, on a table exactly, on runs by
/// sampling.
#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/error.h>
#include <lingan/base/output_file.h>
#include <lingan/gan/gradients/sampled_estimator_cards.h>
#include <lingan/gradients/study.h>
#include <lingan/gradients/table_file.h>

#include "tools/command.h"
#include "tools/gradient_report.h"
#include "tools/gradients.h"
#include "tools/notices.h"
#include "tools/number_option.h"
#include "tools/option_modes.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

constexpr int64_t kMaximumSamples = 1'000'000;

constexpr const char* kAbout = R"(
A table is a policy with logits for every prefix, and a reward for every sequence, in JSON:
  {"vocabulary": 2, "length": 2, "logits": {"": [0, 1], "0": [0.5, 0], "1": [0, 0]},
   "rewards": {"0 0": 0, "0 1": 1, "1 0": 0.2, "1 1": 0}}
With "shared": true the logits of "" stand at every prefix. Of length 1 it is a selection among
documents. Of one position, the reward may be a
function of a relaxed one-hot vector x, which pathwise estimators need: P(x . values), or its sigmoid:
  {"vocabulary": 3, "length": 1, "logits": {"": [0.5, -0.2, 1]},
   "function": {"values": [1, 2, 4], "polynomial": [6.25, -5, 1], "sigmoid": false}}
Every value is exact, by enumeration; of Gumbel noise, by quadrature, for two or three tokens.

On a run the generator and its discriminator are as the run was last saved; the objective is the
expectation of D's reward for sentences, as the recipe has it. Values are sampled, with intervals of
95 %; bias is against leave-one-out of many sentences. A run has one state: for several of one
training copy its folder before it goes on (train --resume --set training.adversarial_rounds=N).

bias: of the mean, against the exact gradient; variance: of one estimate, summed over all logits, of
a run over all weights; mse: mean squared error; snr: the mean's norm over the standard deviation;
calls, tokens: rewards that one estimate asks for, and tokens that it draws.

Examples:
  lingan gradients --table toy.json
  lingan gradients --table toy.json --estimators leave-one-out,rollouts --samples 2,4,8 --rollouts 16
  lingan gradients --table relaxed.json --estimators reinmax,soft --temperature 2,1,0.5 --format json
  lingan gradients runs/seqgan --estimators leave-one-out,rollouts --picture gradients.svg)";

/// The estimators of either kind that are asked for, by what they look at.
struct Looks {
  bool samples = false, rollouts = false, temperature = false, backward_temperature = false;

  template <class Card>
  void add(const Card& card) {
    samples |= card.by_samples;
    rollouts |= card.by_rollouts;
    temperature |= card.by_temperature;
    backward_temperature |= card.by_backward_temperature;
  }
};

/// @throws UsageError for options that none of the estimators looks at.
void require_looks(const Looks& looks, const CLI::App& command) {
  OptionModes modes;
  const auto only = [&modes](const char* option, bool applies) {
    modes.only(
        {option}, [applies] { return applies; }, "on the estimators that are asked for");
  };
  only("--samples", looks.samples);
  only("--rollouts", looks.rollouts);
  only("--temperature", looks.temperature);
  only("--backward-temperature", looks.backward_temperature);
  modes.check(command);
}

void measure_table(const GradientsOptions& options, const CLI::App& command) {
  OptionModes modes;
  modes.only(
      {"--estimates", "--reference", "--seed", "--threads", "--device"}, [] { return false; },
      "on a table, whose values are exact");
  modes.check(command);
  if (options.machine.quiet) hide_notices();
  const auto table = gradients::read_table(options.table);
  Looks looks;
  for (const auto* card : gradients::chosen_estimators(table, options.study)) looks.add(*card);
  require_looks(looks, command);
  std::optional<OutputFile> picture;
  if (!options.picture.empty()) picture.emplace(options.picture);
  const auto study = gradients::study(table, options.study);
  if (picture) {
    picture->write(draw_gradients(study));
    picture->finish();
  }
  write_stdout(options.format == "json" ? format_gradient_json(table, study, notices())
                                        : format_gradient_table(table, study));
}

void measure_runs(GradientsOptions options, const CLI::App& command) {
  if (command.count("--samples") == 0) options.study.samples.clear();
  Looks looks;
  for (const auto* card : chosen_sampled_estimators(options.study)) looks.add(*card);
  require_looks(looks, command);
  gradients_of_runs(options);
}

void measure(const GradientsOptions& options, const CLI::App& command) {
  if (options.runs.empty() == options.table.empty()) {
    throw UsageError(options.table.empty()
                         ? "name what to measure: folders of runs, or --table FILE"
                         : fmt::format("the run {} and --table {}: measure one of the two",
                                       options.runs.front(), options.table));
  }
  if (options.picture == "-") {
    throw UsageError("--picture -: name a file; standard output has the values");
  }
  if (options.runs.empty()) return measure_table(options, command);
  measure_runs(options, command);
}

template <class Card>
std::string names_of(std::span<const Card> cards) {
  return fmt::format("{}", fmt::join(card_names(cards), ", "));
}

/// Options of both, and of runs alone.
void add_settings(CLI::App& command, GradientsOptions& options) {
  gradients::StudyOptions& study = options.study;
  add_numbers(command, "--samples", study.samples,
              "Sequences of one estimate, each number in turn (default of a run: its batch); on a "
              "table also draws of gumbel-rao",
              {1, kMaximumSamples});
  add_numbers(command, "--rollouts", study.rollouts,
              "Completions of each prefix, each number in turn", {1, kMaximumSamples});
  add_numbers(command, "--temperature", study.temperatures,
              "Temperatures of pathwise estimators, each in turn", {0.001, 1000.0});
  add_numbers(command, "--backward-temperature", study.backward_temperatures,
              "Temperatures of the gradient of soft, with each --temperature (default: the same)",
              {0.001, 1000.0});
  add_number(command, "--estimates", options.estimates,
             "Of a run: estimates by each estimator, rounded up to a multiple of 32",
             {32, kMaximumSamples});
  add_number(command, "--reference", options.reference,
             "Of a run: sentences of the gradient that bias is measured against, rounded up to 32 "
             "batches or a multiple",
             {1, int64_t{1} << 40});
  add_number(command, "--seed", options.seed, "Of a run: the same seed draws the same sentences");
}

}  // namespace

void add_gradients_command(CLI::App& program) {
  auto* command =
      program.add_subcommand("gradients", "Measure estimators of a gradient: bias and variance");
  command->footer(kAbout);
  const auto options = std::make_shared<GradientsOptions>();
  command->add_option("run", options->runs, "Folders of runs");
  command->add_option("--table", options->table, "Policy and rewards, JSON; - is stdin")
      ->type_name("FILE");
  command
      ->add_option("--estimators", options->study.estimators,
                   "Estimators, comma-separated (default: all that there are); on a table of " +
                       names_of(gradients::estimators()) + "; on a run of " +
                       names_of(sampled_estimators()))
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,..");
  add_settings(*command, *options);
  command->add_option("--picture", options->picture, "Also draws bias and variance, as SVG")
      ->type_name("FILE");
  command->add_option("--format", options->format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  options->machine.add_to(*command);
  command->callback([options, command] { measure(*options, *command); });
}

}  // namespace lingan::tools
