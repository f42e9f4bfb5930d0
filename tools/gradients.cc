/// `lingan gradients`: how good the estimators of a gradient are.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/gradients/study.h>
#include <lingan/gradients/table_file.h>

#include "tools/command.h"
#include "tools/gradient_report.h"
#include "tools/notices.h"
#include "tools/number_option.h"
#include "tools/option_modes.h"
#include "tools/terminal.h"

namespace lingan::tools {
namespace {

constexpr int64_t kMostSamples = 1'000'000;

struct GradientsArguments {
  std::string table;
  gradients::StudyOptions study;
  std::string format = "table";
};

constexpr const char* kAboutTables = R"(
A table is a policy with logits for every prefix, and a reward for every sequence, in JSON:
  {"vocabulary": 2, "length": 2, "logits": {"": [0, 1], "0": [0.5, 0], "1": [0, 0]},
   "rewards": {"0 0": 0, "0 1": 1, "1 0": 0.2, "1 1": 0}}
With "shared": true the logits of "" stand at every prefix. Of one position, the reward may be a
function of a relaxed one-hot vector x, which pathwise estimators need: P(x . values), or its sigmoid:
  {"vocabulary": 3, "length": 1, "logits": {"": [0.5, -0.2, 1]},
   "function": {"values": [1, 2, 4], "polynomial": [6.25, -5, 1], "sigmoid": false}}
Every value is exact, by enumeration; of Gumbel noise, by quadrature, for two or three tokens.

bias: of the mean, against the exact gradient; variance: of one estimate, summed over all logits;
mse: mean squared error; snr: the mean's norm over the standard deviation; calls, tokens: rewards that
one estimate asks for, and tokens that it draws.

Examples:
  lingan gradients --table toy.json
  lingan gradients --table toy.json --estimators leave-one-out,rollouts --samples 2,4,8 --rollouts 16
  lingan gradients --table relaxed.json --estimators reinmax,soft --temperature 2,1,0.5 --format json)";

/// Options that only some estimators look at.
/// @param arguments  must outlive the rules.
OptionModes gradient_modes(const GradientsArguments& arguments,
                           const gradients::GradientTable& table) {
  OptionModes modes;
  const auto only = [&](const char* option, bool gradients::EstimatorCard::*looks_at) {
    modes.only(
        {option},
        [&arguments, &table, looks_at] {
          return std::ranges::any_of(
              gradients::chosen_estimators(table, arguments.study),
              [looks_at](const gradients::EstimatorCard* card) { return card->*looks_at; });
        },
        "on the estimators that are asked for");
  };
  only("--samples", &gradients::EstimatorCard::by_samples);
  only("--rollouts", &gradients::EstimatorCard::by_rollouts);
  only("--temperature", &gradients::EstimatorCard::by_temperature);
  return modes;
}

void measure(const GradientsArguments& arguments, const CLI::App& command) {
  const auto table = gradients::read_table(arguments.table);
  gradient_modes(arguments, table).check(command);
  const auto study = gradients::study(table, arguments.study);
  write_stdout(arguments.format == "json" ? format_gradient_json(table, study, notices())
                                          : format_gradient_table(table, study));
}

std::string known_estimators() {
  return fmt::format("{}", fmt::join(card_names(gradients::estimators()), ", "));
}

}  // namespace

void add_gradients_command(CLI::App& program) {
  auto* command = program.add_subcommand(
      "gradients", "Measure estimators of a gradient: bias and variance, exactly");
  command->footer(kAboutTables);
  const auto arguments = std::make_shared<GradientsArguments>();
  command->add_option("--table", arguments->table, "Policy and rewards, JSON; - is stdin")
      ->required()
      ->type_name("FILE");
  gradients::StudyOptions& study = arguments->study;
  command
      ->add_option("--estimators", study.estimators,
                   "Estimators, comma-separated, of " + known_estimators() +
                       " (default: all that the table allows)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("NAME,..");
  add_numbers(*command, "--samples", study.samples,
              "Sequences of one estimate, each number in turn; draws of gumbel-rao",
              {1, kMostSamples});
  add_numbers(*command, "--rollouts", study.rollouts,
              "Completions of each prefix, each number in turn", {1, kMostSamples});
  add_numbers(*command, "--temperature", study.temperatures,
              "Temperatures of pathwise estimators, each in turn", {0.001, 1000.0});
  command->add_option("--format", arguments->format, "table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  command->callback([arguments, command] { measure(*arguments, *command); });
}

}  // namespace lingan::tools
