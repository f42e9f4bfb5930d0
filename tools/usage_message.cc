#include "tools/usage_message.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/closest_name.h>

#include "tools/terminal.h"

namespace lingan::tools {
namespace {

std::vector<std::string> command_names(const CLI::App& group) {
  std::vector<std::string> names;
  for (const CLI::App* command : group.get_subcommands(nullptr)) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// How to write a list, if the command line has one with names between commas: the rest of such a
/// list is what a parser does not expect.
std::string comma_hint(const CLI::App& command, const std::string& unexpected) {
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_delimiter() == '\0' || option->count() == 0) continue;
    return fmt::format("; names of a list are joined by commas: {} {},{}", option->get_name(),
                       fmt::join(option->results(), ","), unexpected);
  }
  return "";
}

/// What is wrong with the first argument that nobody took.
std::string unexpected(const CLI::App& command, const std::string& argument) {
  if (argument.starts_with('-')) {
    const std::string name = argument.substr(0, argument.find('='));
    return "no option " + name + did_you_mean(name, option_names(command));
  }
  const auto names = command_names(command);
  if (names.empty()) return "unexpected '" + argument + "'" + comma_hint(command, argument);
  return fmt::format("no command '{}'{}; expected one of {}", argument,
                     did_you_mean(argument, names), fmt::join(names, ", "));
}

/// The name of an error is sometimes that of a command.
bool is(const CLI::Error& error, CLI::ExitCodes code) {
  return error.get_exit_code() == static_cast<int>(code);
}

/// What is wrong with how often an option stands there, or with its values' number.
std::string wrong_count(const std::string& what) {
  const std::string name = what.substr(0, what.find(':'));
  const bool is_too_little = what.find("missing") != std::string::npos;
  return name + (is_too_little ? ": needs a value" : ": is given more than once");
}

}  // namespace

std::string usage_message(const CLI::App* program, const CLI::Error& error) {
  std::string name = program->get_name();
  const CLI::App* command = program;
  while (!command->get_subcommands().empty()) {
    command = command->get_subcommands().front();
    name += " " + command->get_name();
  }
  const auto names = command_names(*command);
  const std::vector<std::string> left = command->remaining();
  const bool lacks_command =
      !names.empty() && left.empty() && is(error, CLI::ExitCodes::RequiredError);
  std::string what = error.what();
  if (lacks_command) {
    what = fmt::format("name a command: {}", fmt::join(names, ", "));
  } else if (!left.empty() && (!names.empty() || is(error, CLI::ExitCodes::ExtrasError) ||
                               is(error, CLI::ExitCodes::RequiredError))) {
    what = unexpected(*command, left.front());
  } else if (is(error, CLI::ExitCodes::ExtrasError)) {  // after `--` they are counted, not kept
    what = "more arguments than the command takes";
  } else if (is(error, CLI::ExitCodes::ArgumentMismatch)) {
    what = wrong_count(what);
  }
  return fmt::format("lingan: {}; see {} --help\n", one_line(what), name);
}

}  // namespace lingan::tools
